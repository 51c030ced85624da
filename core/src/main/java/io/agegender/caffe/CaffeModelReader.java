// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a {@code .caffemodel} file (a NetParameter message, new or V1 layers) layer by layer. One
 * layer is in memory at a time, and its values are outside the Java heap.
 */
final class CaffeModelReader {
  private static final String KIND = ".caffemodel file (a NetParameter message)";

  private final ProtoFile file;
  private final CodedInputStream in;
  private final Consumer<StoredLayer> consumer;
  private int layers;
  private int layersWithBlobs;

  private CaffeModelReader(ProtoFile file, Consumer<StoredLayer> consumer) {
    this.file = file;
    this.in = file.in();
    this.consumer = consumer;
  }

  /**
   * @param advice what to do if the file is missing, a sentence
   * @param consumer takes each layer with parameters in the file's order; its values are freed when
   *     it returns
   * @throws io.agegender.foundation.error.UsageException if the file is missing, empty, truncated,
   *     of another format, without weights, or holds a value that is not finite; the message names
   *     file and layer
   * @throws FailedException if the file system fails
   */
  static void read(Path path, Configuration conf, String advice, Consumer<StoredLayer> consumer) {
    try (ProtoFile file = ProtoFile.open(path, conf, advice)) {
      new CaffeModelReader(file, consumer).readNet();
    } catch (IOException e) {
      throw new FailedException("%s: cannot be closed: %s".formatted(path, e.getMessage()), e);
    }
  }

  private void readNet() {
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        int wanted = CaffeProto.netWireType(field);
        if (wanted < 0) {
          throw new InvalidProtocolBufferException("NetParameter has no field " + field);
        }
        file.requireWireType(tag, wanted);
        if (field == CaffeProto.NET_LAYER) {
          readLayer(CaffeProto.LAYER_NAME, CaffeProto.LAYER_BLOBS);
        } else if (field == CaffeProto.NET_V1_LAYERS) {
          readLayer(CaffeProto.V1_NAME, CaffeProto.V1_BLOBS);
        } else if (wanted == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          in.skipRawBytes(file.fieldLength());
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw file.explain(e, KIND);
    }
    file.at("");
    if (layersWithBlobs == 0) {
      throw file.problem(
          "it holds %d layers and no weights; a network definition is not a set of pretrained weights"
              .formatted(layers));
    }
  }

  private void readLayer(int nameField, int blobsField) throws IOException {
    layers++;
    String name = "";
    file.at("layer number " + layers);
    List<StoredBlob<INDArray>> blobs = new ArrayList<>();
    int outer = file.enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field == nameField) {
        file.requireWireType(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        name = in.readString();
        file.at("layer '%s'".formatted(name));
      } else if (field == blobsField) {
        file.requireWireType(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int blob = file.enter();
        blobs.add(BlobReader.read(file, new NdArraySink()));
        file.leave(blob);
      } else if (nameField == CaffeProto.V1_NAME && field == CaffeProto.V1_V0_LAYER) {
        throw file.problem(
            "written in Caffe's V0 format; convert it with Caffe's upgrade_net_proto_binary");
      } else {
        in.skipField(tag);
      }
    }
    file.leave(outer);
    file.at("after layer '%s'".formatted(name));
    if (!blobs.isEmpty()) {
      layersWithBlobs++;
      StoredLayer layer = new StoredLayer(name, blobs);
      consumer.accept(layer);
      layer.release();
    }
  }
}
