// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

/** The arithmetic of convolutions and products. Everything else is in single precision. */
public enum MathMode {
  /** Single precision throughout. */
  FP32,
  /** Factors are rounded to 10 bits of mantissa, sums are in single precision. */
  TF32
}
