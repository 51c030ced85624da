// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.relevance.rule.LinearRule.Bias;
import io.agegender.relevance.rule.LinearRule.Epsilon;
import org.junit.jupiter.api.Test;

class LinearRuleTest {
  private final float[] weights = {2, -2};
  private final ProductMap layer = new ProductMap(2, weights, new float[1]);

  /** As the authors' own Python modules, zennit and iNNvestigate. */
  @Test
  void theStabiliserOfAnOutputOfZeroIsPositive() {
    assertThat(relevance(new Epsilon(0.5, Bias.ABSORB, false))).containsExactly(4, -4);
  }

  @Test
  void theToolboxLeavesAnOutputOfZeroUndivided() {
    assertThat(relevance(new Epsilon(0.5, Bias.ABSORB, true))).containsExactly(2, -2);
  }

  @Test
  void withoutStabiliserAnOutputOfZeroGivesNothingOn() {
    LayerLedger ledger = new LayerLedger();
    assertThat(relevance(new Epsilon(0, Bias.ABSORB, false), ledger)).containsExactly(0, 0);
    assertThat(ledger.entries()).containsEntry(Destination.ZERO, 1.0);
  }

  private float[] relevance(LinearRule rule) {
    return relevance(rule, new LayerLedger());
  }

  /** Two inputs of 1 whose contributions cancel, and a relevance of 1. */
  private float[] relevance(LinearRule rule, LayerLedger ledger) {
    float[] x = {1, 1};
    float[] z = layer.forward(x, WeightPart.ALL);
    return rule.relevance(layer, x, z, new float[] {1}, Box.unknown(), ledger);
  }
}
