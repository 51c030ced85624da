// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import static org.bytedeco.caffe.global.caffe.TEST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.NetParameter;
import org.bytedeco.caffe.global.caffe;

/** Relevance by Caffe's own layers, which know nothing of it. */
final class Relevance {
  private Relevance() {}

  /**
   * x * backward(r / z), the rule z of one layer and gradient x input of several: definition
   * (.prototxt with inputs), in, out. The folder {@code in} holds NAME.npy for each input and for
   * each output with relevance r, and LAYER-0.npy (weights) and LAYER-1.npy (biases), with points
   * for slashes. Layers behind the last of those outputs are not run backward. Writes every {@code
   * output} and the {@code relevance} of each input. An output of 0 gives nothing on.
   */
  static void relevance(Arguments a) throws IOException {
    Path in = a.path("in");
    NetParameter definition = new NetParameter();
    caffe.ReadNetParamsFromTextFileOrDie(a.text("definition"), definition);
    definition.set_force_backward(true);
    definition.mutable_state().set_phase(TEST);
    try (FloatNet net = new FloatNet(definition)) {
      Network.parameters(
          net, (layer, k, blob) -> Blobs.fill(blob, Npy.read(file(in, layer + "-" + k)), 0));
      List<FloatBlob> inputs = new ArrayList<>();
      for (int i = 0; i < net.num_inputs(); i++) {
        FloatBlob blob = net.input_blobs().get(i);
        Blobs.fill(blob, Npy.read(file(in, name(net, net.input_blob_indices().get(i)))), 0);
        inputs.add(blob);
      }
      net.Forward();
      Index index = new Index(a.path("out"));
      for (int i = 0; i < net.blobs().size(); i++) {
        index.data("output", name(net, i), net.blobs().get(i));
      }
      net.BackwardFrom(start(net, in));
      for (int i = 0; i < inputs.size(); i++) {
        Blobs.timesDiff(inputs.get(i));
        index.data("relevance", name(net, net.input_blob_indices().get(i)), inputs.get(i));
      }
      index.write();
    }
  }

  /** Sets r / z where there is relevance, and returns the last layer that has some. */
  private static int start(FloatNet net, Path in) throws IOException {
    int last = -1;
    for (int layer = 0; layer < net.layers().size(); layer++) {
      Path file = file(in, net.layer_names().get(layer).getString());
      if (Files.exists(file) && !net.bottom_vecs().get(layer).empty()) {
        Blobs.quotientDiff(net.top_vecs().get(layer).get(0), Npy.read(file));
        last = layer;
      }
    }
    return last;
  }

  private static String name(FloatNet net, int blob) {
    return net.blob_names().get(blob).getString();
  }

  private static Path file(Path in, String name) {
    return in.resolve(name.replace('/', '.') + ".npy");
  }
}
