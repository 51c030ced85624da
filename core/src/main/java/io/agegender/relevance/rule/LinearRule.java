// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

/**
 * How the outputs of a convolution or an inner product share their relevance among the inputs. Each
 * rule takes the layer's input x, the pre-activations z (bias included) and the relevance r of the
 * outputs, and returns the relevance of the inputs; what goes elsewhere is booked: sum of r = sum
 * of the result + sum of the ledger.
 *
 * <p>Sources: Bach et al. 2015 (epsilon, alpha-beta), Montavon et al. 2017 (w squared, z-box),
 * Montavon et al. 2019 (gamma), Lapuschkin et al. 2017 (flat); the {@code toolbox} variants follow
 * the LRP Toolbox for Caffe 1.3.1 with its faults, for parity with the published maps.
 */
public sealed interface LinearRule {
  /**
   * Passes relevance down.
   *
   * @param box the least and largest value of each input; only {@link ZBox} asks for it
   */
  float[] relevance(LinearMap layer, float[] x, float[] z, float[] r, Box box, LayerLedger ledger);

  /** What becomes of biases. */
  enum Bias {
    /** A bias takes its share of relevance, which is lost to the inputs. */
    ABSORB,
    /** A bias is left out of the shares. */
    IGNORE
  }

  /** What an output does that has contributions of one sign only. */
  enum OneSided {
    /** The share of the missing sign is not given out. */
    AS_IS,
    /** All relevance goes to the sign that is there. */
    RESCALE
  }

  /**
   * R_i = sum_j z_ij / (z_j + eps sign(z_j)) R_j; eps 0 is the rule z.
   *
   * @param eps stabiliser, at least 0
   */
  record Epsilon(double eps, Bias bias, boolean toolbox) implements LinearRule {
    @Override
    public float[] relevance(
        LinearMap layer, float[] x, float[] z, float[] r, Box box, LayerLedger ledger) {
      float[] q = new float[r.length];
      double toBias = 0;
      double toStabiliser = 0;
      double dead = 0;
      for (int j = 0; j < r.length; j++) {
        double own = bias == Bias.IGNORE ? 0 : layer.bias(j);
        double sum = bias == Bias.IGNORE ? (double) z[j] - layer.bias(j) : z[j];
        double divisor = sum + (sum >= 0 ? eps : -eps);
        if (toolbox && sum == 0) {
          divisor = 1;
        }
        if (divisor == 0) {
          dead += r[j];
          continue;
        }
        q[j] = (float) (r[j] / divisor);
        toBias += q[j] * own;
        toStabiliser += q[j] * (divisor - sum);
      }
      ledger.book(Destination.BIAS, toBias);
      ledger.book(Destination.STABILISER, toStabiliser);
      ledger.book(Destination.ZERO, dead);
      return Floats.times(x, layer.backward(q, WeightPart.ALL));
    }
  }

  /**
   * R_i = sum_j (alpha z_ij+ / z_j+ - beta z_ij- / z_j-) R_j, the denominators with the bias of
   * their sign.
   *
   * @param alpha weight of what speaks for an output, 1 + beta
   * @param beta weight of what speaks against it, at least 0
   */
  record AlphaBeta(double alpha, double beta, Bias bias, OneSided oneSided, boolean toolbox)
      implements LinearRule {
    @Override
    public float[] relevance(
        LinearMap layer, float[] x, float[] z, float[] r, Box box, LayerLedger ledger) {
      Signed input = Signed.of(x);
      float[] plus = input.positive(layer);
      float[] minus = input.negative(layer);
      float[] forPlus = new float[r.length];
      float[] forMinus = new float[r.length];
      double toBias = 0;
      double toOneSided = 0;
      double dead = 0;
      for (int j = 0; j < r.length; j++) {
        double own = biasOf(layer, j);
        double p = plus[j] + Math.max(own, 0);
        double n = minus[j] + Math.min(own, 0);
        if (p == 0 && n == 0) {
          dead += r[j];
          continue;
        }
        double a = alpha;
        double b = beta;
        if (oneSided == OneSided.RESCALE) {
          a = p == 0 ? 0 : n == 0 ? 1 : alpha;
          b = p == 0 ? -1 : n == 0 ? 0 : beta;
        }
        if (p != 0) {
          forPlus[j] = (float) (a * r[j] / p);
          toBias += forPlus[j] * Math.max(own, 0);
        } else {
          toOneSided += a * r[j];
        }
        if (n != 0) {
          forMinus[j] = (float) (b * r[j] / n);
          toBias -= forMinus[j] * Math.min(own, 0);
        } else {
          toOneSided -= b * r[j];
        }
      }
      ledger.book(Destination.BIAS, toBias);
      ledger.book(Destination.ONE_SIDED, toOneSided);
      ledger.book(Destination.ZERO, dead);
      float[] result = input.positiveShare(layer, forPlus);
      if (beta != 0 || oneSided == OneSided.RESCALE) {
        Floats.subtract(result, input.negativeShare(layer, forMinus));
      }
      return result;
    }

    private double biasOf(LinearMap layer, int output) {
      if (toolbox) {
        return layer.firstGroupBias(output);
      }
      return bias == Bias.IGNORE ? 0 : layer.bias(output);
    }
  }

  /**
   * Favours contributions of the output's own sign: z_ij + gamma z_ij+ where z_j is at least 0, and
   * z_ij + gamma z_ij- below.
   *
   * @param gamma at least 0; 0 is the rule z
   */
  record Gamma(double gamma) implements LinearRule {
    @Override
    public float[] relevance(
        LinearMap layer, float[] x, float[] z, float[] r, Box box, LayerLedger ledger) {
      Signed input = Signed.of(x);
      float[] plus = input.positive(layer);
      float[] minus = input.negative(layer);
      float[] q = new float[r.length];
      float[] up = new float[r.length];
      float[] down = new float[r.length];
      double toBias = 0;
      double dead = 0;
      for (int j = 0; j < r.length; j++) {
        double own = layer.bias(j);
        boolean risen = z[j] >= 0;
        double ownSide = risen ? Math.max(own, 0) : Math.min(own, 0);
        double divisor = z[j] + gamma * ((risen ? plus[j] : minus[j]) + ownSide);
        if (divisor == 0) {
          dead += r[j];
          continue;
        }
        double share = r[j] / divisor;
        q[j] = (float) share;
        (risen ? up : down)[j] = (float) (gamma * share);
        toBias += share * (own + gamma * ownSide);
      }
      ledger.book(Destination.BIAS, toBias);
      ledger.book(Destination.ZERO, dead);
      float[] result = Floats.times(x, layer.backward(q, WeightPart.ALL));
      Floats.add(result, input.positiveShare(layer, up));
      Floats.add(result, input.negativeShare(layer, down));
      return result;
    }
  }

  /** The same share to every input that an output is connected to, whatever the weights. */
  record Flat(boolean toolbox) implements LinearRule {
    @Override
    public float[] relevance(
        LinearMap layer, float[] x, float[] z, float[] r, Box box, LayerLedger ledger) {
      float[] inside = layer.connections();
      float[] q = new float[r.length];
      double toChannels = 0;
      double toPadding = 0;
      for (int j = 0; j < r.length; j++) {
        // The toolbox gives 1 / (rows x columns) to each channel, and to padding as well.
        q[j] = (float) (r[j] / (double) (toolbox ? layer.kernelArea() : inside[j]));
        toChannels += toolbox ? r[j] * (1.0 - layer.groupChannels()) : 0;
        toPadding +=
            toolbox ? r[j] * (layer.groupChannels() - inside[j] / (double) layer.kernelArea()) : 0;
      }
      ledger.book(Destination.CHANNELS, toChannels);
      ledger.book(Destination.PADDING, toPadding);
      return layer.backward(q, WeightPart.ONE);
    }
  }

  /** Shares in proportion to squared weights. */
  record WSquare(boolean toolbox) implements LinearRule {
    @Override
    public float[] relevance(
        LinearMap layer, float[] x, float[] z, float[] r, Box box, LayerLedger ledger) {
      float[] ones = Floats.filled(layer.inputs(), 1);
      float[] inside = layer.forward(ones, WeightPart.SQUARE);
      double[] whole = toolbox ? layer.kernelSquares() : null;
      float[] q = new float[r.length];
      double toPadding = 0;
      double dead = 0;
      for (int j = 0; j < r.length; j++) {
        double divisor = toolbox ? whole[j] : inside[j];
        if (divisor == 0) {
          dead += r[j];
          continue;
        }
        q[j] = (float) (r[j] / divisor);
        toPadding += q[j] * (divisor - inside[j]);
      }
      ledger.book(Destination.PADDING, toolbox ? toPadding : 0);
      ledger.book(Destination.ZERO, dead);
      return layer.backward(q, WeightPart.SQUARE);
    }
  }

  /** For pixels: z_ij - low_i w_ij+ - high_i w_ij-, which is never negative inside the box. */
  record ZBox() implements LinearRule {
    @Override
    public float[] relevance(
        LinearMap layer, float[] x, float[] z, float[] r, Box box, LayerLedger ledger) {
      float[] all = layer.forward(x, WeightPart.ALL);
      float[] low = layer.forward(box.low(), WeightPart.POSITIVE);
      float[] high = layer.forward(box.high(), WeightPart.NEGATIVE);
      float[] q = new float[r.length];
      double dead = 0;
      for (int j = 0; j < r.length; j++) {
        double divisor = (double) all[j] - low[j] - high[j];
        if (divisor == 0) {
          dead += r[j];
        } else {
          q[j] = (float) (r[j] / divisor);
        }
      }
      ledger.book(Destination.ZERO, dead);
      float[] result = Floats.times(x, layer.backward(q, WeightPart.ALL));
      Floats.subtract(result, Floats.times(box.low(), layer.backward(q, WeightPart.POSITIVE)));
      Floats.subtract(result, Floats.times(box.high(), layer.backward(q, WeightPart.NEGATIVE)));
      return result;
    }
  }
}
