// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.WireFormat;

/**
 * The part of Caffe's message schema that weights and mean images need: field numbers of {@code
 * src/caffe/proto/caffe.proto} in Caffe 1.0. Everything else in a file is skipped.
 *
 * <pre>
 * NetParameter     name 1 string, layers 2 V1LayerParameter*, layer 100 LayerParameter*
 * LayerParameter   name 1 string, type 2 string, blobs 7 BlobProto*
 * V1LayerParameter layer 1 (the still older V0), name 4 string, type 5 enum, blobs 6 BlobProto*
 * BlobProto        num 1, channels 2, height 3, width 4 (legacy shape),
 *                  data 5 float*, shape 7 BlobShape, double_data 8 double*
 * BlobShape        dim 1 int64*
 * </pre>
 */
final class CaffeProto {
  static final int NET_NAME = 1;
  static final int NET_V1_LAYERS = 2;
  static final int NET_LAYER = 100;

  static final int LAYER_NAME = 1;
  static final int LAYER_TYPE = 2;
  static final int LAYER_BLOBS = 7;

  static final int V1_V0_LAYER = 1;
  static final int V1_NAME = 4;
  static final int V1_BLOBS = 6;

  static final int BLOB_NUM = 1;
  static final int BLOB_WIDTH = 4;
  static final int BLOB_DATA = 5;
  static final int BLOB_SHAPE = 7;
  static final int BLOB_DOUBLE_DATA = 8;

  static final int SHAPE_DIM = 1;

  private CaffeProto() {}

  /**
   * The wire type of a field of NetParameter, or -1 if it has no such field. Besides the fields
   * above: input 3, input_dim 4, force_backward 5, state 6, debug_info 7, input_shape 8.
   */
  static int netWireType(int field) {
    return switch (field) {
      case NET_NAME, NET_V1_LAYERS, 3, 6, 8, NET_LAYER -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
      case 4, 5, 7 -> WireFormat.WIRETYPE_VARINT;
      default -> -1;
    };
  }

  /** Whether a field of BlobProto is one of num, channels, height and width. */
  static boolean isLegacyDimension(int field) {
    return field >= BLOB_NUM && field <= BLOB_WIDTH;
  }
}
