// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Pooling.Method;
import io.agegender.network.definition.Window;
import io.agegender.network.kernel.host.PoolingPlane;
import io.agegender.network.kernel.host.PoolingPlane.Plane;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pooling whose last window reaches over the edge, against the layer that trains. */
class PoolMapTest {
  @ParameterizedTest
  @CsvSource({
    "AVERAGE, 7, 2, 2, 0",
    "AVERAGE, 8, 3, 2, 1",
    "AVERAGE, 9, 4, 3, 1",
    "MAX, 7, 2, 2, 0"
  })
  void relevanceOfTheLastWindowGoesToThePixelsThatItHolds(
      Method method, int size, int kernel, int stride, int pad) {
    Window window = new Window(kernel, stride, pad);
    int side = window.ceilSize(size);
    PoolMap map =
        new PoolMap(
            new BlobShape(1, size, false), side, new Pooling("p", "x", "p", method, window));
    PoolingPlane plane = new PoolingPlane(window, size, side);
    float[] x = random(size * size);
    float[] r = random(side * side);
    float[] wantedY = new float[side * side];
    float[] wantedGradient = new float[size * size];
    int[] places = new int[side * side];
    if (method == Method.MAX) {
      plane.maximum(new Plane(x, 0), new Plane(wantedY, 0), places, 0);
      plane.maximumGradient(new Plane(r, 0), places, 0, new Plane(wantedGradient, 0));
    } else {
      plane.average(new Plane(x, 0), new Plane(wantedY, 0));
      plane.averageGradient(new Plane(r, 0), new Plane(wantedGradient, 0));
    }

    assertThat(map.forward(x)).containsExactly(wantedY, offset(1e-6f));
    assertThat(map.gradient(x, r)).containsExactly(wantedGradient, offset(1e-6f));
    LayerLedger ledger = new LayerLedger();
    float[] relevance = map.relevance(x, r, PoolRule.PROPORTIONAL, ledger);
    assertThat(sum(relevance)).isCloseTo(sum(r), offset(1e-4));
    assertThat(relevance).containsExactly(proportional(x, r, size, side, window), offset(1e-5f));
  }

  /** Each pixel of a window by its share of the window's sum; padding has none. */
  private static float[] proportional(float[] x, float[] r, int size, int side, Window window) {
    float[] relevance = new float[x.length];
    for (int output = 0; output < r.length; output++) {
      int top = output / side * window.stride() - window.pad();
      int left = output % side * window.stride() - window.pad();
      double sum = 0;
      for (int pass = 0; pass < 2; pass++) {
        for (int row = Math.max(0, top); row < Math.min(size, top + window.kernel()); row++) {
          for (int c = Math.max(0, left); c < Math.min(size, left + window.kernel()); c++) {
            if (pass == 0) {
              sum += x[row * size + c];
            } else {
              relevance[row * size + c] += (float) (r[output] * x[row * size + c] / sum);
            }
          }
        }
      }
    }
    return relevance;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static float[] random(int length) {
    Random random = new Random(3);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return values;
  }
}
