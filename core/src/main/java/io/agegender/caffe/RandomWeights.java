// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.network.LayerSpan;
import io.agegender.network.Networks;
import io.agegender.network.kernel.host.HostFloats;
import io.agegender.network.solver.SolverSettings;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Random weights, under the name of a published model: for runs whose network cannot begin from
 * scratch where the same beginning matters, not a good one.
 */
public final class RandomWeights {
  private static final int CHUNK = 1 << 16;

  /** Part of the file, whose hash is part of a run's key: not to be changed. */
  private static final String NET_NAME = "made-up";

  /** Classifiers are told by it; rates do not matter. */
  private static final int CLASSES = 2;

  private static final SolverSettings ANY = new SolverSettings(0.001, 0.1, 1, 0.9, 0.0005);

  private RandomWeights() {}

  /**
   * Writes a model with all layers but the classifiers, whose names differ from the published ones:
   * uniform in +-sqrt(3 / fan-in), Caffe's xavier. The same seed gives the same bytes.
   *
   * @param folder on any Hadoop file system; a file of the same name is replaced
   * @return the file
   * @throws io.agegender.foundation.error.FailedException if it cannot be written
   */
  public static Path write(PretrainedModel model, long seed, Path folder, Configuration conf) {
    ComputationGraph network = Networks.create(model.architecture(), CLASSES, ANY, 0);
    Map<String, LayerParameters> layers = LayerParameters.of(network);
    SplittableRandom random = new SplittableRandom(seed);
    List<LayerParameters> filled = new ArrayList<>();
    for (LayerSpan span : LayerSpan.of(model.architecture().resolve(CLASSES))) {
      LayerParameters layer = layers.get(span.layer());
      if (layer.views().get(0).size(0) != CLASSES) {
        long[] shape = layer.views().get(0).shape();
        double bound = Math.sqrt(3.0 * shape[0] / layer.views().get(0).length());
        fill(network.params(), span, random, bound);
        filled.add(layer);
      }
    }
    Path file = new Path(folder, model.fileName());
    FileStore.write(file, conf, out -> CaffeModelWriter.write(out, NET_NAME, filled));
    // Half a gigabyte that would wait for the garbage collector outside the heap.
    network.close();
    return file;
  }

  private static void fill(
      INDArray parameters, LayerSpan span, SplittableRandom random, double bound) {
    HostFloats flat = HostFloats.of(parameters);
    long end = span.first() + span.count();
    for (long from = span.first(); from < end; from += CHUNK) {
      long to = Math.min(end, from + CHUNK);
      float[] values = new float[(int) (to - from)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
      flat.write(Math.toIntExact(from), values, values.length);
    }
    flat.written();
  }
}
