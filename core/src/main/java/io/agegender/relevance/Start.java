// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

/** How much relevance the explained class starts with; all other classes start with 0. */
public enum Start {
  /** The class's score before the softmax. */
  LOGIT,
  /** 1, so that maps of different faces have one scale. */
  ONE,
  /** The class's probability. */
  PROBABILITY
}
