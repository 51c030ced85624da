// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.Floats;
import io.agegender.engine.Primitives;
import io.agegender.engine.provider.DeviceLostException;
import io.agegender.foundation.error.FailedException;
import java.util.Random;

/**
 * One operation on given numbers.
 *
 * @param name of the operation and its shape
 * @param limit largest error over largest value; 0 for equal bits
 * @param inputs what is uploaded
 * @param outputs how many numbers each result has
 */
record Trial(String name, double limit, float[][] inputs, long[] outputs, Body body) {
  /** Starts the operation. */
  interface Body {
    void run(Primitives primitives, Floats[] inputs, Floats[] outputs);
  }

  /** Numbers within +-60: some zeros, many equal ones. */
  static float[] numbers(Random random, long count) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          random.nextInt(4) == 0
              ? (random.nextInt(9) - 4) * 15f
              : (random.nextFloat() * 2 - 1) * 60;
    }
    return values;
  }

  /** Compares two makers. */
  PrimitiveCheck.Result compare(Primitives tested, Primitives reference) {
    float[][] results;
    try {
      results = run(tested);
    } catch (DeviceLostException e) {
      throw e;
    } catch (FailedException e) {
      return new PrimitiveCheck.Result(name, "not computed", e.getMessage());
    }
    float[][] expected = run(reference);
    long different = 0;
    double error = 0;
    double relative = 0;
    for (int k = 0; k < outputs.length; k++) {
      double largest = 0;
      error = 0;
      for (int i = 0; i < expected[k].length; i++) {
        if (Float.floatToRawIntBits(results[k][i]) != Float.floatToRawIntBits(expected[k][i])) {
          different++;
          double distance = Math.abs((double) results[k][i] - expected[k][i]);
          error = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : Math.max(error, distance);
        }
        largest = Math.max(largest, Math.abs(expected[k][i]));
      }
      relative = Math.max(relative, error == 0 ? 0 : error / largest);
    }
    boolean good = limit == 0 ? different == 0 : relative <= limit;
    return new PrimitiveCheck.Result(
        name,
        different == 0 ? "same bits" : "error %.1e".formatted(relative),
        good
            ? ""
            : "%d numbers differ, by up to %.1e of the largest value; permitted is %s"
                .formatted(different, relative, limit == 0 ? "none" : "%.1e".formatted(limit)));
  }

  private float[][] run(Primitives primitives) {
    Floats[] in = new Floats[inputs.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = primitives.floats(inputs[i].length);
      primitives.upload(inputs[i], in[i]);
    }
    Floats[] out = new Floats[outputs.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = primitives.floats(outputs[i]);
    }
    body.run(primitives, in, out);
    float[][] results = new float[outputs.length][];
    for (int i = 0; i < out.length; i++) {
      results[i] = new float[Math.toIntExact(outputs[i])];
      primitives.download(out[i], results[i]);
    }
    return results;
  }
}
