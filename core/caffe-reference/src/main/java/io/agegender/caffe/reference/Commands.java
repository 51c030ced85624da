// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import static org.bytedeco.caffe.global.caffe.TEST;
import static org.bytedeco.caffe.global.caffe.TRAIN;

import io.agegender.caffe.reference.NetText.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.caffe.BlobProto;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.FloatSGDSolver;
import org.bytedeco.caffe.global.caffe;

/** What the program can do; the command line is in {@link Main}. */
final class Commands {
  private Commands() {}

  /** Shapes of every output and parameter: net, target, out. */
  static void describe(Arguments a) throws IOException {
    try (FloatNet net = Network.of(a.net(1, Ending.LOSS), TRAIN)) {
      Index index = new Index(a.path("out"));
      for (int i = 0; i < net.blobs().size(); i++) {
        index.shape("output", net.blob_names().get(i).getString(), net.blobs().get(i));
      }
      Network.parameters(net, (layer, k, blob) -> index.shape("parameter", layer + ":" + k, blob));
      index.write();
    }
  }

  /**
   * One forward and backward pass, then solver iterations from the same weights: definition and
   * solver (.prototxt), batch, weights (.caffemodel), data and labels (.npy with the minibatches
   * one after the other), out, iterations. Writes outputs and gradients of the first minibatch, the
   * loss of that pass and of each iteration, which continue with the second minibatch, and the last
   * parameters.
   */
  static void train(Arguments a) throws IOException {
    int batch = a.number("batch");
    Npy data = Npy.read(a.path("data"));
    Npy labels = Npy.read(a.path("labels"));
    Path out = a.path("out");
    Index index = new Index(out);
    try (FloatSGDSolver solver = Network.solver(a.path("definition"), a.path("solver"), batch)) {
      FloatNet net = solver.net();
      net.CopyTrainedLayersFrom(a.text("weights"));
      feed(net, data, labels, 0);
      net.ClearParamDiffs();
      float first = net.ForwardBackward();
      for (int i = 0; i < net.blobs().size(); i++) {
        index.data("output", net.blob_names().get(i).getString(), net.blobs().get(i));
      }
      Network.parameters(net, (layer, k, blob) -> index.diff("gradient", layer + ":" + k, blob));
      List<String> losses = new ArrayList<>();
      losses.add(Float.toString(first));
      for (int i = 0; i < a.number("iterations"); i++) {
        feed(net, data, labels, i + 1);
        solver.Step(1);
        losses.add(Float.toString(loss(net)));
      }
      Files.write(out.resolve("losses.txt"), losses);
      Network.parameters(net, (layer, k, blob) -> index.data("parameter", layer + ":" + k, blob));
      index.write();
    }
  }

  /** The weighted sum of the losses of the last forward pass. */
  private static float loss(FloatNet net) {
    double sum = 0;
    for (int i = 0; i < net.num_outputs(); i++) {
      int blob = net.output_blob_indices().get(i);
      sum += net.blob_loss_weights().get(blob) * net.blobs().get(blob).cpu_data().get(0);
    }
    return (float) sum;
  }

  private static void feed(FloatNet net, Npy data, Npy labels, int index) {
    Blobs.fill(net.blob_by_name("data"), data, index);
    Blobs.fill(net.blob_by_name("label"), labels, index);
  }

  /** Every output of the network at test time: net, target, batch, weights, data, out. */
  static void predict(Arguments a) throws IOException {
    try (FloatNet net = Network.of(a.net(a.number("batch"), Ending.PROBABILITIES), TEST)) {
      net.CopyTrainedLayersFrom(a.text("weights"));
      Blobs.fill(net.blob_by_name("data"), Npy.read(a.path("data")), 0);
      net.Forward();
      Index index = new Index(a.path("out"));
      for (int i = 0; i < net.blobs().size(); i++) {
        index.data("output", net.blob_names().get(i).getString(), net.blobs().get(i));
      }
      index.write();
    }
  }

  /** A new network as its fillers make it, as a snapshot: net, target, seed, file. */
  static void fill(Arguments a) throws IOException {
    org.bytedeco.caffe.Caffe.set_random_seed(a.number("seed"));
    try (FloatNet net = Network.of(a.net(1, Ending.LOSS), TRAIN)) {
      Network.save(net, a.path("file"));
    }
  }

  /** Reads a .binaryproto file and writes it again: from, to. */
  static void binaryproto(Arguments a) {
    try (BlobProto proto = new BlobProto();
        FloatBlob blob = new FloatBlob();
        BlobProto again = new BlobProto()) {
      caffe.ReadProtoFromBinaryFileOrDie(a.text("from"), proto);
      blob.FromProto(proto, true);
      blob.ToProto(again, false);
      caffe.WriteProtoToBinaryFile(again, a.text("to"));
    }
  }
}
