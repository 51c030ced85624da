// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.Window;
import io.agegender.relevance.rule.Box;
import io.agegender.relevance.rule.ConvolutionMap;
import io.agegender.relevance.rule.Floats;
import io.agegender.relevance.rule.LayerLedger;
import io.agegender.relevance.rule.LinearRule;
import io.agegender.relevance.rule.LinearRule.AlphaBeta;
import io.agegender.relevance.rule.LinearRule.Bias;
import io.agegender.relevance.rule.LinearRule.OneSided;
import io.agegender.relevance.rule.PoolMap;
import io.agegender.relevance.rule.PoolRule;
import io.agegender.relevance.rule.WeightPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Single rules at the networks' own shapes against real Caffe's layers. A rule on inputs that are
 * not negative is x * backward(r / z) of a layer with other weights: the positive ones, the
 * negative ones, ones, squares.
 */
@Tag("slow")
class CaffeRulesTest {
  private static final double LIMIT = 1e-5;

  @TempDir Path folder;

  private record Convolution(String name, ConvolutionMap.Shape shape) {
    String layer(String kind) {
      return """
          layer { name: '%s' type: 'Convolution' bottom: '%s-x' top: '%s' convolution_param {
          num_output: %d kernel_size: %d stride: %d pad: %d group: %d bias_term: false } }
          """
          .formatted(
              name + kind,
              name + kind,
              name + kind,
              shape.outputs(),
              shape.window().kernel(),
              shape.window().stride(),
              shape.window().pad(),
              shape.groups());
    }
  }

  private record Pool(String name, BlobShape in, Pooling pooling) {
    String layer() {
      return """
          layer { name: '%s' type: 'Pooling' bottom: '%s-x' top: '%s' pooling_param {
          pool: %s kernel_size: %d stride: %d pad: %d } }
          """
          .formatted(
              name,
              name,
              name,
              pooling.method() == Pooling.Method.MAX ? "MAX" : "AVE",
              pooling.window().kernel(),
              pooling.window().stride(),
              pooling.window().pad());
    }

    PoolMap map() {
      return new PoolMap(in, outSize(), pooling);
    }

    int outSize() {
      return pooling.window().ceilSize(in.size());
    }
  }

  private static final List<Convolution> CONVOLUTIONS =
      List.of(
          new Convolution("groups", new ConvolutionMap.Shape(96, 27, 256, new Window(5, 1, 2), 2)),
          new Convolution("stride4", new ConvolutionMap.Shape(3, 227, 96, new Window(11, 4, 0), 1)),
          new Convolution("stride2", new ConvolutionMap.Shape(3, 224, 64, new Window(7, 2, 3), 1)));

  /** Windows that the edge cuts: at the end, and with padding at both. */
  private static final List<Pool> POOLS =
      List.of(
          pool("max-cut", 64, 112, Pooling.Method.MAX, new Window(3, 2, 0)),
          pool("max-padded", 192, 28, Pooling.Method.MAX, new Window(3, 1, 1)),
          pool("average-cut", 64, 14, Pooling.Method.AVERAGE, new Window(3, 2, 0)),
          pool("average-padded", 64, 14, Pooling.Method.AVERAGE, new Window(5, 3, 1)));

  private static Pool pool(String name, int channels, int size, Pooling.Method how, Window window) {
    return new Pool(
        name, new BlobShape(channels, size, false), new Pooling(name, "x", name, how, window));
  }

  private static String input(String name, int channels, int size) {
    return "input: '%s-x' input_shape { dim: 1 dim: %d dim: %d dim: %d }%n"
        .formatted(name, channels, size, size);
  }

  private static float[] random(int count, double low, double high) {
    SplittableRandom random = new SplittableRandom(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return values;
  }

  private static float[] part(float[] weights, WeightPart part) {
    float[] values = new float[weights.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (part) {
            case ALL -> weights[i];
            case POSITIVE -> Math.max(weights[i], 0);
            case NEGATIVE -> Math.min(weights[i], 0);
            case SQUARE -> weights[i] * weights[i];
            case ONE -> 1;
          };
    }
    return values;
  }

  private static final List<WeightPart> PARTS =
      List.of(WeightPart.POSITIVE, WeightPart.NEGATIVE, WeightPart.ONE, WeightPart.SQUARE);

  private static float[] weights(ConvolutionMap.Shape shape) {
    int kernel = shape.window().kernel() * shape.window().kernel();
    return random(shape.outputs() * shape.channels() / shape.groups() * kernel, -1, 1);
  }

  private static int outputs(ConvolutionMap.Shape shape) {
    int size = shape.window().floorSize(shape.size());
    return shape.outputs() * size * size;
  }

  private static int inputs(ConvolutionMap.Shape shape) {
    return shape.channels() * shape.size() * shape.size();
  }

  @Test
  void rulesAreThoseOfCaffesLayers() throws IOException, InterruptedException {
    CaffeRelevance caffe = new CaffeRelevance(folder);
    StringBuilder inputs = new StringBuilder();
    StringBuilder layers = new StringBuilder();
    for (Convolution c : CONVOLUTIONS) {
      float[] weights = weights(c.shape());
      for (WeightPart part : PARTS) {
        boolean seesNoInput = part == WeightPart.ONE || part == WeightPart.SQUARE;
        String name = c.name() + part;
        int count = inputs(c.shape());
        inputs.append(input(name, c.shape().channels(), c.shape().size()));
        layers.append(c.layer(part.name()));
        caffe
            .with(name + "-x", seesNoInput ? Floats.filled(count, 1) : random(count, 0, 1))
            .with(name + "-0", part(weights, part))
            .with(name, random(outputs(c.shape()), -1, 1));
      }
    }
    for (Pool p : POOLS) {
      inputs.append(input(p.name(), p.in().channels(), p.in().size()));
      layers.append(p.layer());
      caffe
          .with(p.name() + "-x", random(Math.toIntExact(p.in().count()), 0, 1))
          .with(p.name(), random(p.in().channels() * p.outSize() * p.outSize(), -1, 1));
    }
    CaffeRelevance.Result reference = caffe.run(inputs.toString() + layers);
    for (Convolution c : CONVOLUTIONS) {
      float[] plus = reference.relevance(c.name() + WeightPart.POSITIVE + "-x");
      float[] minus = reference.relevance(c.name() + WeightPart.NEGATIVE + "-x");
      assertEqual(c.name(), ours(c, alphaBeta(0)), plus);
      float[] both = Floats.times(plus, Floats.filled(plus.length, 2));
      Floats.subtract(both, minus);
      assertEqual(c.name(), ours(c, alphaBeta(1)), both);
      assertEqual(
          c.name(),
          ours(c, new LinearRule.Flat(false)),
          reference.relevance(c.name() + WeightPart.ONE + "-x"));
      assertEqual(
          c.name(),
          ours(c, new LinearRule.WSquare(false)),
          reference.relevance(c.name() + WeightPart.SQUARE + "-x"));
    }
    for (Pool p : POOLS) {
      PoolRule rule =
          p.pooling().method() == Pooling.Method.MAX ? PoolRule.WINNER : PoolRule.PROPORTIONAL;
      float[] x = random(Math.toIntExact(p.in().count()), 0, 1);
      float[] r = random(p.in().channels() * p.outSize() * p.outSize(), -1, 1);
      assertEqual(
          p.name(),
          p.map().relevance(x, r, rule, new LayerLedger()),
          reference.relevance(p.name() + "-x"));
    }
  }

  private static LinearRule alphaBeta(double beta) {
    return new AlphaBeta(1 + beta, beta, Bias.ABSORB, OneSided.AS_IS, false);
  }

  private static float[] ours(Convolution c, LinearRule rule) {
    float[] x = random(inputs(c.shape()), 0, 1);
    float[] r = random(outputs(c.shape()), -1, 1);
    ConvolutionMap map =
        new ConvolutionMap(c.shape(), weights(c.shape()), new float[c.shape().outputs()]);
    float[] z = map.forward(x, WeightPart.ALL);
    return rule.relevance(map, x, z, r, Box.unknown(), new LayerLedger());
  }

  private static void assertEqual(String name, float[] ours, float[] reference) {
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < reference.length; i++) {
      largest = Math.max(largest, Math.abs(reference[i]));
      worst = Math.max(worst, Math.abs(ours[i] - reference[i]));
    }
    assertThat(ours).hasSameSizeAs(reference);
    assertThat(largest).as(name).isPositive();
    assertThat(worst / largest).as(name).isLessThanOrEqualTo(LIMIT);
  }
}
