// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Messages of Caffe's schema, written by hand, in every form that the reader has to understand. */
final class ModelBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** Writes one field. */
  interface Field {
    void to(CodedOutputStream out) throws IOException;
  }

  ModelBytes with(Field field) {
    try {
      field.to(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelBytes text(int field, String value) {
    return with(o -> o.writeString(field, value));
  }

  ModelBytes nested(int field, ModelBytes message) {
    return with(o -> o.writeByteArray(field, message.done()));
  }

  byte[] done() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A new-format layer. */
  static ModelBytes layer(String name, String type, ModelBytes... blobs) {
    ModelBytes layer = new ModelBytes().text(1, name).text(2, type);
    for (ModelBytes blob : blobs) {
      layer.nested(7, blob);
    }
    return layer;
  }

  /** A V1 layer: bottoms and tops come before the name, the type is a number. */
  static ModelBytes v1Layer(String name, int type, ModelBytes... blobs) {
    ModelBytes layer =
        new ModelBytes().text(2, "x").text(3, name).text(4, name).with(o -> o.writeEnum(5, type));
    for (ModelBytes blob : blobs) {
      layer.nested(6, blob);
    }
    return layer;
  }

  /** Packed floats with an exact shape. */
  static ModelBytes blob(float[] values, long... shape) {
    return new ModelBytes().with(o -> packed(o, values)).nested(7, dims(shape));
  }

  /** Packed floats with num, channels, height, width. */
  static ModelBytes legacyBlob(float[] values, int num, int channels, int height, int width) {
    int[] dims = {num, channels, height, width};
    ModelBytes blob = new ModelBytes();
    for (int i = 0; i < 4; i++) {
      int field = i + 1;
      blob.with(o -> o.writeInt32(field, dims[field - 1]));
    }
    return blob.with(o -> packed(o, values));
  }

  /** Floats of which each has its own key. */
  static ModelBytes unpackedBlob(float[] values, long... shape) {
    ModelBytes blob = new ModelBytes().nested(7, dims(shape));
    for (float value : values) {
      blob.with(o -> o.writeFloat(5, value));
    }
    return blob;
  }

  /** Packed doubles. */
  static ModelBytes doubleBlob(double[] values, long... shape) {
    ModelBytes blob = new ModelBytes().nested(7, dims(shape));
    return blob.with(
        o -> {
          o.writeTag(8, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          o.writeUInt32NoTag(values.length * Double.BYTES);
          for (double value : values) {
            o.writeDoubleNoTag(value);
          }
        });
  }

  private static ModelBytes dims(long... shape) {
    ModelBytes dims = new ModelBytes();
    for (long dim : shape) {
      dims.with(o -> o.writeInt64(1, dim));
    }
    return dims;
  }

  private static void packed(CodedOutputStream out, float[] values) throws IOException {
    out.writeTag(5, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(values.length * Float.BYTES);
    for (float value : values) {
      out.writeFloatNoTag(value);
    }
  }
}
