// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

/** How relevance passes a pooling layer. */
public enum PoolRule {
  /** Maximum: to the first of the largest values; mean: in proportion to the values. */
  WINNER,
  /** As {@link #WINNER}, the mean with the toolbox's quirk at sums near 0. */
  TOOLBOX,
  /** In proportion to the values in both. */
  PROPORTIONAL
}
