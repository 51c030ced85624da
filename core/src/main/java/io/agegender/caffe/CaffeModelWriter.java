// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Writes a {@code .caffemodel} file: a NetParameter with new-format layers, packed float data and
 * exact shapes, as Caffe 1.0's snapshots have them. Only layers with parameters are written; Caffe
 * copies by name and needs no others.
 */
final class CaffeModelWriter {
  private static final int CHUNK = 1 << 16;

  private final CodedOutputStream out;

  private CaffeModelWriter(CodedOutputStream out) {
    this.out = out;
  }

  /** Writes all layers; the stream stays open. */
  static void write(OutputStream stream, String netName, Collection<LayerParameters> layers)
      throws IOException {
    CaffeModelWriter writer = new CaffeModelWriter(CodedOutputStream.newInstance(stream));
    writer.out.writeString(CaffeProto.NET_NAME, netName);
    for (LayerParameters layer : layers) {
      writer.layer(layer);
    }
    writer.out.flush();
  }

  private void layer(LayerParameters layer) throws IOException {
    int size =
        CodedOutputStream.computeStringSize(CaffeProto.LAYER_NAME, layer.name())
            + CodedOutputStream.computeStringSize(CaffeProto.LAYER_TYPE, layer.type());
    for (INDArray blob : layer.views()) {
      size = Math.addExact(size, nested(CaffeProto.LAYER_BLOBS, blobSize(blob)));
    }
    open(CaffeProto.NET_LAYER, size);
    out.writeString(CaffeProto.LAYER_NAME, layer.name());
    out.writeString(CaffeProto.LAYER_TYPE, layer.type());
    for (INDArray blob : layer.views()) {
      open(CaffeProto.LAYER_BLOBS, blobSize(blob));
      blob(blob);
    }
  }

  private static int blobSize(INDArray blob) {
    int data = Math.multiplyExact(Math.toIntExact(blob.length()), Float.BYTES);
    return Math.addExact(
        nested(CaffeProto.BLOB_DATA, data),
        nested(CaffeProto.BLOB_SHAPE, nested(CaffeProto.SHAPE_DIM, dimensionsSize(blob))));
  }

  private static int dimensionsSize(INDArray blob) {
    int size = 0;
    for (long dimension : blob.shape()) {
      size += CodedOutputStream.computeInt64SizeNoTag(dimension);
    }
    return size;
  }

  private void blob(INDArray blob) throws IOException {
    INDArray flat = blob.reshape('c', new long[] {blob.length()});
    open(CaffeProto.BLOB_DATA, Math.toIntExact(Float.BYTES * blob.length()));
    for (long from = 0; from < flat.length(); from += CHUNK) {
      long to = Math.min(flat.length(), from + CHUNK);
      for (float value : flat.get(NDArrayIndex.interval(from, to)).toFloatVector()) {
        out.writeFloatNoTag(value);
      }
    }
    int dimensions = dimensionsSize(blob);
    open(CaffeProto.BLOB_SHAPE, nested(CaffeProto.SHAPE_DIM, dimensions));
    open(CaffeProto.SHAPE_DIM, dimensions);
    for (long dimension : blob.shape()) {
      out.writeInt64NoTag(dimension);
    }
  }

  private void open(int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private static int nested(int field, int size) {
    return Math.addExact(
        CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(size),
        size);
  }
}
