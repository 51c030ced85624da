// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.heatmap.RuleBook;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.ResolvedNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolboxFilesTest {
  /**
   * The original's stop indices are 0, 4 and 9; between VGG16's 7 and 9 there is no other layer.
   */
  @Test
  void theLastFlatLayerHasTheIndexThatTheOriginalStopsAt() {
    assertThat(lastFlat(Architecture.NET_DEFINITIONS)).isZero();
    assertThat(lastFlat(Architecture.CAFFEREFERENCE)).isZero();
    assertThat(lastFlat(Architecture.GOOGLENET)).isEqualTo(4);
    assertThat(lastFlat(Architecture.VGG16)).isEqualTo(7);
  }

  private static int lastFlat(Architecture architecture) {
    ResolvedNetwork network = architecture.resolve(2);
    List<String> flat = RuleBook.flatLayers(network);
    return ToolboxFiles.index(network, flat.get(flat.size() - 1));
  }

  @Test
  void aCopyOfABlobThatSeveralReadCounts() {
    // Ten layers are before it, and the copies of pool2.
    assertThat(ToolboxFiles.index(Architecture.GOOGLENET.resolve(2), "inception_3a/1x1"))
        .isEqualTo(11);
  }
}
