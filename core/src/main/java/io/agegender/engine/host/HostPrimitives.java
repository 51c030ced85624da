// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import static io.agegender.engine.host.HostMemory.first;

import io.agegender.engine.Floats;
import io.agegender.engine.Inlet;
import io.agegender.engine.Memory;
import io.agegender.engine.Primitives;
import io.agegender.engine.Segments;
import io.agegender.engine.shape.ChannelCopy;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.CropShape;
import io.agegender.engine.shape.DropoutMask;
import io.agegender.engine.shape.LossShape;
import io.agegender.engine.shape.LrnShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.PoolShape;
import io.agegender.engine.shape.ProductShape;
import io.agegender.engine.shape.SolverStep;
import java.util.Arrays;

/**
 * The reference: plain Java on arrays. Convolutions, products, sums of a bias's gradient and
 * softmax are summed in double. Threads of the common pool share the work; the bits do not depend
 * on them.
 */
public final class HostPrimitives implements Primitives {
  @Override
  public Floats floats(long count) {
    return new Floats(new HostMemory(new float[Math.toIntExact(count)]), 0, count);
  }

  @Override
  public Memory ints(int count) {
    return new HostMemory(new int[count]);
  }

  @Override
  public Memory bytes(int count) {
    return new HostMemory(new byte[count]);
  }

  @Override
  public void upload(float[] from, Floats to) {
    require(from.length, to.count());
    System.arraycopy(from, 0, HostMemory.floats(to), first(to), from.length);
  }

  @Override
  public void upload(int[] from, Memory to) {
    require(from.length, to.count());
    System.arraycopy(from, 0, HostMemory.ints(to), 0, from.length);
  }

  @Override
  public void upload(byte[] from, Memory to) {
    require(from.length, to.count());
    System.arraycopy(from, 0, HostMemory.bytes(to), 0, from.length);
  }

  @Override
  public Inlet byteInlet(int count) {
    return HostInlet.bytes(count);
  }

  @Override
  public Inlet intInlet(int count) {
    return HostInlet.ints(count);
  }

  @Override
  public void download(Floats from, float[] to) {
    require(to.length, from.count());
    System.arraycopy(HostMemory.floats(from), first(from), to, 0, to.length);
  }

  @Override
  public void prepare(CropShape shape, Memory records, Floats mean, Memory draws, Floats out) {
    byte[] from = HostMemory.bytes(records);
    float[] means = HostMemory.floats(mean);
    int[] draw = HostMemory.ints(draws);
    float[] to = HostMemory.floats(out);
    int size = shape.size();
    int record = 3 * shape.side() * shape.side();
    Loops.each(
        shape.pictures() * 3 * size,
        line -> {
          int picture = line / (3 * size);
          int top = draw[3 * picture] + line % size;
          int at = (line / size % 3 * shape.side() + top) * shape.side() + draw[3 * picture + 1];
          for (int x = 0; x < size; x++) {
            int place = at + (draw[3 * picture + 2] == 0 ? x : size - 1 - x);
            to[first(out) + line * size + x] =
                (from[picture * record + place] & 0xFF) - means[first(mean) + place];
          }
        });
  }

  @Override
  public void convolve(ConvolutionShape shape, Floats x, Floats weights, Floats y) {
    new HostConvolution(shape).forward(x, weights, y);
  }

  @Override
  public void convolveData(ConvolutionShape shape, Floats weights, Floats dy, Floats dx) {
    new HostConvolution(shape).data(weights, dy, dx);
  }

  @Override
  public void convolveWeights(ConvolutionShape shape, Floats x, Floats dy, Floats dWeights) {
    new HostConvolution(shape).filter(x, dy, dWeights);
  }

  @Override
  public void multiply(ProductShape shape, Floats x, Floats weights, Floats y) {
    new HostProduct(shape).forward(x, weights, y);
  }

  @Override
  public void multiplyData(ProductShape shape, Floats weights, Floats dy, Floats dx) {
    new HostProduct(shape).data(weights, dy, dx);
  }

  @Override
  public void multiplyWeights(ProductShape shape, Floats x, Floats dy, Floats dWeights) {
    new HostProduct(shape).weights(x, dy, dWeights);
  }

  @Override
  public void addBias(Planes shape, Floats bias, Floats y, boolean rectify) {
    float[] b = HostMemory.floats(bias);
    float[] out = HostMemory.floats(y);
    Loops.runs(
        shape.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float sum = out[first(y) + i] + b[first(bias) + i / shape.area() % shape.channels()];
            out[first(y) + i] = rectify && sum <= 0 ? 0 : sum;
          }
        });
  }

  @Override
  public void biasGradient(Planes shape, Floats dy, Floats dBias) {
    float[] deltas = HostMemory.floats(dy);
    float[] out = HostMemory.floats(dBias);
    Loops.each(
        shape.channels(),
        channel -> {
          double sum = 0;
          for (int picture = 0; picture < shape.pictures(); picture++) {
            int at = first(dy) + (picture * shape.channels() + channel) * shape.area();
            for (int i = 0; i < shape.area(); i++) {
              sum += deltas[at + i];
            }
          }
          out[first(dBias) + channel] = (float) sum;
        });
  }

  @Override
  public void relu(Floats x, Floats y) {
    float[] in = HostMemory.floats(x);
    float[] out = HostMemory.floats(y);
    for (int i = 0; i < x.count(); i++) {
      float value = in[first(x) + i];
      out[first(y) + i] = value <= 0 ? 0 : value;
    }
  }

  @Override
  public void reluBackward(Floats y, Floats dy, Floats dx) {
    float[] made = HostMemory.floats(y);
    float[] deltas = HostMemory.floats(dy);
    float[] out = HostMemory.floats(dx);
    for (int i = 0; i < y.count(); i++) {
      out[first(dx) + i] = made[first(y) + i] > 0 ? deltas[first(dy) + i] : 0;
    }
  }

  @Override
  public void maxPool(PoolShape shape, Floats x, Floats y, Memory places) {
    new HostPooling(shape).maximum(x, y, places);
  }

  @Override
  public void maxPoolBackward(PoolShape shape, Floats dy, Memory places, Floats dx) {
    new HostPooling(shape).maximumBackward(dy, places, dx);
  }

  @Override
  public void averagePool(PoolShape shape, Floats x, Floats y) {
    new HostPooling(shape).average(x, y);
  }

  @Override
  public void averagePoolBackward(PoolShape shape, Floats dy, Floats dx) {
    new HostPooling(shape).averageBackward(dy, dx);
  }

  @Override
  public void lrn(LrnShape shape, Floats x, Floats y, Floats scale) {
    new HostLrn(shape).forward(x, y, scale);
  }

  @Override
  public void lrnBackward(LrnShape shape, Floats x, Floats y, Floats scale, Floats dy, Floats dx) {
    new HostLrn(shape).backward(x, y, scale, dy, dx);
  }

  @Override
  public void dropout(DropoutMask mask, Floats x, Floats y) {
    float[] in = HostMemory.floats(x);
    float[] out = HostMemory.floats(y);
    for (int i = 0; i < x.count(); i++) {
      float factor = mask.at(i);
      out[first(y) + i] = factor == 0 ? 0 : in[first(x) + i] * factor;
    }
  }

  @Override
  public void copyChannels(ChannelCopy shape, Floats from, Floats to) {
    int count = shape.channels() * shape.area();
    for (int picture = 0; picture < shape.pictures(); picture++) {
      System.arraycopy(
          HostMemory.floats(from),
          first(from) + start(shape.from(), shape.area(), picture),
          HostMemory.floats(to),
          first(to) + start(shape.to(), shape.area(), picture),
          count);
    }
  }

  @Override
  public void add(Floats from, Floats to) {
    float[] in = HostMemory.floats(from);
    float[] out = HostMemory.floats(to);
    for (int i = 0; i < from.count(); i++) {
      out[first(to) + i] += in[first(from) + i];
    }
  }

  @Override
  public void softmax(LossShape shape, Floats x, Floats probabilities) {
    float[] in = HostMemory.floats(x);
    float[] out = HostMemory.floats(probabilities);
    int classes = shape.classes();
    for (int row = 0; row < shape.rows(); row++) {
      int at = first(x) + row * classes;
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        most = Math.max(most, in[at + c]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(in[at + c] - most);
      }
      for (int c = 0; c < classes; c++) {
        out[first(probabilities) + row * classes + c] = (float) (Math.exp(in[at + c] - most) / sum);
      }
    }
  }

  @Override
  public void softmaxLoss(
      LossShape shape, Floats x, Memory labels, Floats probabilities, Floats dx, Floats losses) {
    softmax(shape, x, probabilities);
    float[] p = HostMemory.floats(probabilities);
    float[] out = HostMemory.floats(dx);
    int[] label = HostMemory.ints(labels);
    int classes = shape.classes();
    float each = shape.weight() / shape.rows();
    for (int row = 0; row < shape.rows(); row++) {
      int at = first(probabilities) + row * classes;
      for (int c = 0; c < classes; c++) {
        out[first(dx) + row * classes + c] = each * (p[at + c] - (c == label[row] ? 1 : 0));
      }
      double right = Math.max(p[at + label[row]], Float.MIN_NORMAL);
      HostMemory.floats(losses)[first(losses) + row] = (float) (-shape.weight() * Math.log(right));
    }
  }

  @Override
  public void update(
      SolverStep step, Segments segments, Floats parameters, Floats velocities, Floats gradients) {
    float[] w = HostMemory.floats(parameters);
    float[] v = HostMemory.floats(velocities);
    float[] g = HostMemory.floats(gradients);
    int[] firsts = HostMemory.ints(segments.firsts());
    Loops.runs(
        parameters.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int found = Arrays.binarySearch(firsts, i);
            int segment = found < 0 ? -found - 2 : found;
            float decay = step.decay() * HostMemory.floats(segments.decays())[segment];
            float rate = step.rate() * HostMemory.floats(segments.rates())[segment];
            float gradient = g[first(gradients) + i] + decay * w[first(parameters) + i];
            float velocity = step.momentum() * v[first(velocities) + i] + rate * gradient;
            v[first(velocities) + i] = velocity;
            w[first(parameters) + i] -= velocity;
          }
        });
  }

  @Override
  public void close() {
    // The garbage collector takes arrays.
  }

  private static int start(ChannelCopy.Side side, int area, int picture) {
    return (picture * side.channels() + side.first()) * area;
  }

  private static void require(long given, long wanted) {
    if (given != wanted) {
      throw new IllegalArgumentException("%d values for %d places".formatted(given, wanted));
    }
  }
}
