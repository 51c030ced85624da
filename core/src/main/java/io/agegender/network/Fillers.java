// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import io.agegender.network.definition.Filler;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;

/** Caffe's fillers in DL4J's terms. */
final class Fillers {
  private Fillers() {}

  /**
   * The distribution that DL4J draws first weights from. DL4J's XAVIER is not Caffe's.
   *
   * @param fanIn inputs of one output: channels of its group times the kernel's area
   */
  static IWeightInit weightInit(Filler filler, long fanIn) {
    if (filler instanceof Filler.Constant constant) {
      return new WeightInitConstant(constant.value());
    }
    if (filler instanceof Filler.Gaussian gaussian) {
      return new WeightInitDistribution(new NormalDistribution(0, gaussian.standardDeviation()));
    }
    double bound = Math.sqrt(3.0 / fanIn);
    return new WeightInitDistribution(new UniformDistribution(-bound, bound));
  }
}
