package io.agegender.network;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Heads;
import io.agegender.network.definition.Initialisation;
import io.agegender.network.solver.SolverSettings;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The networks of the comparison with Caffe's meaning: layers, names, fillers, rates, weight decay,
 * momentum and loss are those of the original's definitions and solvers.
 *
 * <p>Input: one float array (N, 3, S, S), BGR, row-major, mean subtracted, on the scale 0 to 255; S
 * is {@link Architecture#inputSize()}. Labels: a one-hot float array (N, classes) for each head
 * ({@link Heads}), the same one for each. Output: class probabilities (N, classes) for each head.
 * The score is Caffe's loss: the mean over the batch, auxiliary heads weighted, no term for weight
 * decay.
 */
public final class Networks {
  private static final SolverSettings ANY_SOLVER = new SolverSettings(0.1, 0.1, 1, 0.9, 0);

  private Networks() {}

  /**
   * Says no to a start that cannot lead anywhere.
   *
   * @throws UsageException for VGG16 from scratch, with the reason
   */
  public static void requireStart(Architecture architecture, Initialisation initialisation) {
    if (architecture == Architecture.VGG16 && initialisation == Initialisation.FROMSCRATCH) {
      throw new UsageException(
          "VGG16 cannot start from scratch: its definition gives no filler to any layer but the last, "
              + "so Caffe sets those weights to 0 and no gradient ever reaches them; start it from "
              + "weights: finetuning or imdbwiki");
    }
  }

  /**
   * The training network, its weights set by its fillers. VGG16 needs start weights afterwards
   * ({@link #requireStart}).
   *
   * @param classes 8 for age, 2 for gender
   * @param seed of the fillers; the same seed gives the same bits
   */
  public static ComputationGraph create(
      Architecture architecture, int classes, SolverSettings solver, long seed) {
    ComputationGraph network =
        new ComputationGraph(configuration(architecture, classes, solver, seed));
    network.init();
    return network;
  }

  /**
   * The number of parameters of the training network, all heads included; makes no array.
   *
   * @param classes 8 for age, 2 for gender
   */
  public static long parameters(Architecture architecture, int classes) {
    return configuration(architecture, classes, ANY_SOLVER, 0).getVertices().values().stream()
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
        .mapToLong(layer -> layer.initializer().numParams(layer))
        .sum();
  }

  /** The configuration of the training network; arguments as for {@link #create}. */
  public static ComputationGraphConfiguration configuration(
      Architecture architecture, int classes, SolverSettings solver, long seed) {
    CaffeGraph graph = new CaffeGraph(architecture.inputSize(), solver, seed);
    switch (architecture) {
      case NET_DEFINITIONS -> AdienceNet.define(graph, classes);
      case CAFFEREFERENCE -> CaffeNet.define(graph, classes);
      case GOOGLENET -> GoogLeNet.define(graph, classes);
      case VGG16 -> Vgg16.define(graph, classes);
    }
    return graph.build();
  }
}
