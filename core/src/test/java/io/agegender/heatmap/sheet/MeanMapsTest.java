// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.foundation.json.Json;
import io.agegender.heatmap.FaceRows;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.heatmap.picture.MapFiles;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.relevance.ColourMap;
import io.agegender.storage.FileStore;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeanMapsTest {
  private static final int SIZE = 2;
  private static final NetworkMaps NETWORK =
      new NetworkMaps(
          new NetworkMaps.Snapshot("run", 0, 1, "", network(), List.of("f", "m")),
          Alignment.ALIGNED,
          FaceOrigin.values()[0],
          List.of("a", "b", "c"));

  @TempDir Path dir;

  private static ResolvedNetwork network() {
    return ResolvedNetwork.of(
        new NetworkBuilder("one", SIZE)
            .innerProduct("f", 2, Learned.gaussian(0.01, 0))
            .softmaxLoss("loss")
            .build());
  }

  /** A face with large scores must not outweigh one with small ones. */
  @Test
  void eachMapCountsByItsShareOfRelevanceNotByItsScore() {
    FileStore out = FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration());
    write(out, "a", 1, 0, 400, 1);
    write(out, "b", 1, 5, 3, 1);
    write(out, "c", 0, 5, 3, 1);
    assertThat(MeanMaps.write(out, NETWORK, ColourMap.BLACK_FIRERED))
        .extracting(MeanMaps.Mean::of, MeanMaps.Mean::label, MeanMaps.Mean::maps)
        .contains(tuple(MeanMaps.Of.TRUE, 1, 2));
    String file = "mean/%s/z/true-c1.npy".formatted(NETWORK.folder());
    float[] mean = MapFiles.values(out.read(file), SIZE, file);
    assertThat(mean[0]).isCloseTo((0 / 400f + 5 / 8f) / 2, within(1e-6f));
    assertThat(mean[1]).isCloseTo((400 / 400f + 3 / 8f) / 2, within(1e-6f));
  }

  /** A face that was explained for class 1, with a map of two values. */
  private static void write(
      FileStore out, String name, int label, float first, float second, int explained) {
    float[] map = new float[3 * SIZE * SIZE];
    map[0] = first;
    map[1] = second;
    ArrayNode rows = Json.array();
    ObjectNode row = rows.addObject().put("rule", "z").put("label", label);
    row.put("predicted", 1).put("explained", explained);
    FaceRows.map(out, row, name, MapFiles.npy(map, SIZE));
    FaceRows.write(out, NETWORK.folder(), name, "key", rows);
  }
}
