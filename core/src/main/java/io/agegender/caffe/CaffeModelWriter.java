// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.agegender.network.kernel.host.HostFloats;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    int count = Math.toIntExact(blob.length());
    HostFloats values = HostFloats.of(HostFloats.rowMajor(blob));
    float[] chunk = new float[Math.min(CHUNK, count)];
    open(CaffeProto.BLOB_DATA, Math.multiplyExact(Float.BYTES, count));
    for (int from = 0; from < count; from += chunk.length) {
      int length = Math.min(chunk.length, count - from);
      values.read(from, chunk, length);
      for (int i = 0; i < length; i++) {
        out.writeFloatNoTag(chunk[i]);
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
