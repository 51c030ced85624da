// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import io.agegender.network.definition.ResolvedLayer;
import io.agegender.relevance.rule.ConvolutionMap;
import io.agegender.relevance.rule.LinearMap;
import io.agegender.relevance.rule.LrnMap;
import io.agegender.relevance.rule.Patch;
import io.agegender.relevance.rule.PoolMap;
import io.agegender.relevance.rule.ProductMap;
import io.agegender.relevance.rule.WeightPart;

/** A layer with its arithmetic, ready for one picture. */
sealed interface Step {
  ResolvedLayer layer();

  /** The layer's output; the input itself where the layer gives on what it gets. */
  float[] forward(float[] x);

  /** The outputs that depend on a rectangle of inputs; those at its place, unless a layer says. */
  default Patch reach(Patch changed) {
    return changed;
  }

  /** Computes a rectangle of outputs into their place. */
  void forward(float[] x, Patch patch, float[] y);

  /** A layer with weights. */
  sealed interface Linear extends Step {
    LinearMap map();

    @Override
    default float[] forward(float[] x) {
      float[] z = map().forward(x, WeightPart.ALL);
      for (int j = 0; j < z.length; j++) {
        z[j] += map().bias(j);
      }
      return z;
    }
  }

  record Convolved(ResolvedLayer layer, ConvolutionMap map) implements Linear {
    @Override
    public Patch reach(Patch changed) {
      return map.reach(changed);
    }

    @Override
    public void forward(float[] x, Patch patch, float[] y) {
      map.forwardWithBias(x, patch, y);
    }
  }

  record Product(ResolvedLayer layer, ProductMap map) implements Linear {
    @Override
    public Patch reach(Patch changed) {
      return Patch.whole(1);
    }

    @Override
    public void forward(float[] x, Patch patch, float[] y) {
      System.arraycopy(forward(x), 0, y, 0, y.length);
    }
  }

  record Pool(ResolvedLayer layer, PoolMap map) implements Step {
    @Override
    public float[] forward(float[] x) {
      return map.forward(x);
    }

    @Override
    public Patch reach(Patch changed) {
      return map.reach(changed);
    }

    @Override
    public void forward(float[] x, Patch patch, float[] y) {
      map.forward(x, patch, y);
    }
  }

  record Norm(ResolvedLayer layer, LrnMap map) implements Step {
    @Override
    public float[] forward(float[] x) {
      return map.forward(x);
    }

    @Override
    public void forward(float[] x, Patch patch, float[] y) {
      map.forward(x, patch, y);
    }
  }

  record Rectify(ResolvedLayer layer) implements Step {
    @Override
    public float[] forward(float[] x) {
      float[] y = new float[x.length];
      rectify(x, 0, x.length, y);
      return y;
    }

    @Override
    public void forward(float[] x, Patch patch, float[] y) {
      patch.eachRun(
          layer.output().channels(),
          layer.output().size(),
          (first, count) -> rectify(x, first, count, y));
    }

    private static void rectify(float[] x, int first, int count, float[] y) {
      for (int i = first; i < first + count; i++) {
        y[i] = Math.max(x[i], 0);
      }
    }
  }

  /** Gives on what it gets: a concatenation, or dropout in a trained network. */
  record Pass(ResolvedLayer layer) implements Step {
    @Override
    public float[] forward(float[] x) {
      return x;
    }

    @Override
    public void forward(float[] x, Patch patch, float[] y) {
      // Input and output are one array.
    }
  }
}
