// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.caffe.BlobShape;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.FloatSGDSolver;
import org.bytedeco.caffe.LayerParameter;
import org.bytedeco.caffe.NetParameter;
import org.bytedeco.caffe.SolverParameter;
import org.bytedeco.caffe.global.caffe;

/** Makes Caffe's objects from texts, and files from them. */
final class Network {
  /** Of Caffe's enum {@code SolverMode}. */
  private static final int CPU = 0;

  private Network() {}

  /** A network in phase TRAIN or TEST ({@link caffe#TRAIN}). */
  static FloatNet of(String text, int phase) throws IOException {
    Path file = temporary(text);
    try {
      return new FloatNet(file.toString(), phase);
    } finally {
      Files.delete(file);
    }
  }

  /** A solver that moves the weights by next to nothing, for timing. */
  static FloatSGDSolver slowSolver(String netText) throws IOException {
    Path net = temporary(netText);
    Path solver =
        temporary(
            """
            net: '%s'
            base_lr: 1e-8  lr_policy: 'step'  gamma: 0.1  stepsize: 1000
            momentum: 0.9  weight_decay: 5e-4
            max_iter: 1000000000  snapshot_after_train: false  solver_mode: CPU
            """
                .formatted(net));
    try {
      SolverParameter parameter = new SolverParameter();
      caffe.ReadSolverParamsFromTextFileOrDie(solver.toString(), parameter);
      return new FloatSGDSolver(parameter);
    } finally {
      Files.delete(solver);
      Files.delete(net);
    }
  }

  /**
   * A solver of exported files: {@code solver.prototxt} as it is, and {@code train_val.prototxt}
   * with inputs in the place of its data layers, whose databases are not there.
   */
  static FloatSGDSolver solver(Path net, Path solver, int batch) {
    NetParameter network = new NetParameter();
    caffe.ReadNetParamsFromTextFileOrDie(net.toString(), network);
    for (int i = 0; i < network.layer_size(); i++) {
      feedByHand(network.mutable_layer(i), batch);
    }
    SolverParameter parameter = new SolverParameter();
    caffe.ReadSolverParamsFromTextFileOrDie(solver.toString(), parameter);
    parameter.clear_net();
    parameter.mutable_net_param().CopyFrom(network);
    parameter.set_snapshot(0);
    parameter.set_snapshot_after_train(false);
    parameter.set_display(0);
    parameter.set_solver_mode(CPU);
    return new FloatSGDSolver(parameter);
  }

  private static void feedByHand(LayerParameter layer, int batch) {
    if (layer.type().getString().equals("Data")) {
      int size = layer.transform_param().crop_size();
      layer.clear_data_param();
      layer.clear_transform_param();
      layer.set_type("Input");
      shape(layer, batch, 3, size, size);
      shape(layer, batch);
    }
  }

  private static void shape(LayerParameter layer, int... dims) {
    BlobShape shape = layer.mutable_input_param().add_shape();
    for (int dim : dims) {
      shape.add_dim(dim);
    }
  }

  /** Writes the weights as Caffe's snapshots hold them. */
  static void save(FloatNet net, Path file) {
    try (NetParameter parameter = new NetParameter()) {
      net.ToProto(parameter, false);
      caffe.WriteProtoToBinaryFile(parameter, file.toString());
    }
  }

  /** The weights (0) or biases (1) of layers, in the order of the network. */
  interface ParameterVisitor {
    void visit(String layer, int index, FloatBlob blob) throws IOException;
  }

  static void parameters(FloatNet net, ParameterVisitor visitor) throws IOException {
    for (int i = 0; i < net.layers().size(); i++) {
      var blobs = net.layers().get(i).blobs();
      for (int k = 0; k < blobs.size(); k++) {
        visitor.visit(net.layer_names().get(i).getString(), k, blobs.get(k));
      }
    }
  }

  private static Path temporary(String text) throws IOException {
    return Files.writeString(Files.createTempFile("caffe-", ".prototxt"), text);
  }
}
