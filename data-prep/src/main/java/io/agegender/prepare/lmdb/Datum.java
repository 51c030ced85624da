// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The value of an LMDB entry: message {@code Datum} of {@code src/caffe/proto/caffe.proto} in Caffe
 * 1.0, fields channels 1, height 2, width 3, data 4, label 5, float_data 6, encoded 7.
 *
 * @param channels number of planes
 * @param height in pixels
 * @param width in pixels
 * @param data planes of unsigned bytes, or a picture file if {@code encoded}; empty if the message
 *     holds floats
 * @param label the class
 * @param encoded whether {@code data} is a picture file such as JPEG
 */
record Datum(int channels, int height, int width, byte[] data, int label, boolean encoded) {
  private static final int CHANNELS = 1;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int DATA = 4;
  private static final int LABEL = 5;
  private static final int ENCODED = 7;

  /**
   * @throws IOException if the bytes are not such a message
   */
  static Datum parse(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    int[] numbers = new int[ENCODED + 1];
    byte[] data = new byte[0];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean bytes = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      boolean number = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT;
      if (field == DATA && bytes) {
        data = in.readByteArray();
      } else if (number && field <= ENCODED) {
        numbers[field] = in.readInt32();
      } else {
        in.skipField(tag);
      }
    }
    return new Datum(
        numbers[CHANNELS],
        numbers[HEIGHT],
        numbers[WIDTH],
        data,
        numbers[LABEL],
        numbers[ENCODED] != 0);
  }

  /** The message as {@code convert_imageset} writes it: fields in order, {@code encoded} always. */
  byte[] message() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.length + 32);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt32(CHANNELS, channels);
      out.writeInt32(HEIGHT, height);
      out.writeInt32(WIDTH, width);
      out.writeByteArray(DATA, data);
      out.writeInt32(LABEL, label);
      out.writeBool(ENCODED, encoded);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
