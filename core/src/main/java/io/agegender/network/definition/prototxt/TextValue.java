// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

/** What a field of protobuf's text format holds. */
sealed interface TextValue permits TextMessage, TextValue.Scalar {
  /** How a scalar is written, which decides what it may be read as. */
  enum Form {
    /** {@code "text"} or {@code 'text'}. */
    QUOTED,
    /** {@code 12}, {@code -0.5}, {@code 1e-4f}, {@code 0x1F}. */
    NUMBER,
    /** {@code MAX}, {@code true}, {@code inf}. */
    WORD
  }

  /**
   * @param text without quotes and escapes
   */
  record Scalar(Form form, String text) implements TextValue {
    @Override
    public String toString() {
      return form == Form.QUOTED ? "\"" + text + "\"" : text;
    }
  }
}
