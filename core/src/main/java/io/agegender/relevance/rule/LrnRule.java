// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

/** How relevance passes a local response normalisation. */
public enum LrnRule {
  /** Unchanged. */
  IDENTITY,
  /**
   * In proportion to a Taylor expansion at the neighbours' zero (Binder et al. 2016, arXiv
   * 1604.00825); the shares of an output sum to 1.
   */
  TAYLOR,
  /** The same without the division: as the LRP Toolbox for Caffe does it, for parity. */
  TOOLBOX
}
