package io.agegender.network.definition;

import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;

/** Caffe's weight fillers. */
public sealed interface Filler {
  /**
   * The distribution that DL4J draws first weights from.
   *
   * @param fanIn inputs of one output: channels of its group times the kernel's area
   */
  IWeightInit weightInit(long fanIn);

  /** Normal around 0. */
  record Gaussian(double standardDeviation) implements Filler {
    @Override
    public IWeightInit weightInit(long fanIn) {
      return new WeightInitDistribution(new NormalDistribution(0, standardDeviation));
    }
  }

  /**
   * Uniform in +-sqrt(3 / fan-in). DL4J's XAVIER is another distribution; a {@code std} that stands
   * beside {@code xavier} in a definition has no effect in Caffe.
   */
  record Xavier() implements Filler {
    @Override
    public IWeightInit weightInit(long fanIn) {
      double bound = Math.sqrt(3.0 / fanIn);
      return new WeightInitDistribution(new UniformDistribution(-bound, bound));
    }
  }

  /** A definition without filler: Caffe's default is the constant 0. */
  record None() implements Filler {
    @Override
    public IWeightInit weightInit(long fanIn) {
      return new WeightInitConstant(0.0);
    }
  }
}
