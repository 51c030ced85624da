// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import java.util.ArrayList;
import java.util.List;

/** What a layer makes of the shapes of its inputs, and what is wrong with the layer. */
final class LayerCheck {
  private final LayerDefinition layer;
  private final List<BlobShape> inputs;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param inputs shapes of the bottoms, labels left out; empty if they are not known
   */
  LayerCheck(LayerDefinition layer, List<BlobShape> inputs) {
    this.layer = layer;
    this.inputs = inputs;
    values();
    if (problems.isEmpty() && !inputs.isEmpty()) {
      shapes();
    }
  }

  /** Sentences without the layer's name; empty if all is well. */
  List<String> problems() {
    return problems;
  }

  /** The shape of the top; only if its inputs are known and there are no problems. */
  BlobShape output() {
    BlobShape in = inputs.get(0);
    if (layer instanceof Convolution convolution) {
      return BlobShape.maps(convolution.outputs(), convolution.window().floorSize(in.size()));
    }
    if (layer instanceof Pooling pooling) {
      return BlobShape.maps(in.channels(), pooling.window().ceilSize(in.size()));
    }
    if (layer instanceof InnerProduct product) {
      return BlobShape.row(product.outputs());
    }
    if (layer instanceof Concat) {
      int channels = inputs.stream().mapToInt(BlobShape::channels).sum();
      return new BlobShape(channels, in.size(), in.flat());
    }
    return in;
  }

  private void values() {
    if (layer.isInPlace() && !(layer instanceof Relu || layer instanceof Dropout)) {
      problems.add(
          "its top '%s' is its bottom; only ReLU and dropout work in place: give the top a name of its own"
              .formatted(layer.top()));
    }
    if (layer instanceof Learning learning) {
      require(learning.outputs() >= 1, "outputs", learning.outputs(), "1 or more");
      parameters("weights", learning.weights());
      parameters("biases", learning.biases());
      if (!(learning.biases().filler() instanceof Filler.Constant)) {
        problems.add(
            "its bias filler is %s; biases start at one constant: use type constant"
                .formatted(learning.biases().filler()));
      }
    }
    if (layer instanceof Convolution convolution) {
      window(convolution.window());
      require(convolution.groups() >= 1, "groups", convolution.groups(), "1 or more");
    } else if (layer instanceof Pooling pooling) {
      Window window = pooling.window();
      window(window);
      require(window.pad() < window.kernel(), "pad", window.pad(), "less than the kernel's size");
    } else if (layer instanceof LocalResponseNorm norm) {
      require(norm.size() % 2 == 1 && norm.size() > 0, "local size", norm.size(), "odd");
      require(norm.k() > 0, "k", norm.k(), "above 0");
      require(norm.alpha() >= 0, "alpha", norm.alpha(), "0 or more");
    } else if (layer instanceof Dropout dropout) {
      double ratio = dropout.ratio();
      require(ratio > 0 && ratio < 1, "dropout ratio", ratio, "above 0 and below 1");
    } else if (layer instanceof SoftmaxLoss loss) {
      require(loss.weight() > 0, "loss weight", loss.weight(), "above 0");
    }
  }

  private void window(Window window) {
    require(window.kernel() >= 1, "kernel size", window.kernel(), "1 pixel or more");
    require(window.stride() >= 1, "stride", window.stride(), "1 pixel or more");
    require(window.pad() >= 0, "pad", window.pad(), "0 pixels or more");
  }

  private void parameters(String name, Parameters parameters) {
    if (parameters.filler() instanceof Filler.Gaussian gaussian) {
      double deviation = gaussian.standardDeviation();
      require(
          deviation > 0,
          "std of the filler of the " + name,
          deviation,
          "above 0; equal ones are of type constant");
    }
    require(
        parameters.rate() >= 0, "rate multiplier of the " + name, parameters.rate(), "0 or more");
    require(
        parameters.decay() >= 0,
        "decay multiplier of the " + name,
        parameters.decay(),
        "0 or more");
  }

  private void shapes() {
    BlobShape in = inputs.get(0);
    if (layer instanceof Convolution convolution) {
      fits(convolution.window(), in);
      int groups = convolution.groups();
      if (in.channels() % groups != 0 || convolution.outputs() % groups != 0) {
        problems.add(
            "%d groups do not divide its %d input and %d output channels: choose a common divisor"
                .formatted(groups, in.channels(), convolution.outputs()));
      }
    } else if (layer instanceof Pooling pooling) {
      fits(pooling.window(), in);
      reaches(pooling.window(), in);
    } else if (layer instanceof LocalResponseNorm) {
      isMaps(in);
    } else if (layer instanceof Concat) {
      for (BlobShape other : inputs) {
        if (other.size() != in.size() || other.flat() != in.flat()) {
          problems.add(
              "its bottoms have the shapes %s: only channels may differ".formatted(inputs));
          return;
        }
      }
    } else if ((layer instanceof SoftmaxLoss || layer instanceof Softmax) && in.size() != 1) {
      problems.add(
          "its scores have the shape %s: they must be one number for each class".formatted(in));
    }
  }

  private void fits(Window window, BlobShape in) {
    if (isMaps(in) && window.kernel() > in.size() + 2 * window.pad()) {
      problems.add(
          "its kernel of %d pixels is larger than its input %s with %d pixels of padding: choose a smaller one"
              .formatted(window.kernel(), in, window.pad()));
    }
  }

  private boolean isMaps(BlobShape in) {
    if (in.flat()) {
      problems.add("its input is a row of %s numbers: it needs feature maps".formatted(in));
    }
    return !in.flat();
  }

  /** Caffe itself reads what is not there when a window holds no pixel. */
  private void reaches(Window window, BlobShape in) {
    int last = window.ceilSize(in.size()) - 1;
    if (problems.isEmpty() && window.begin(last) >= in.size()) {
      problems.add(
          "its last window begins at pixel %d of an input of %s: choose a stride that is not larger than the kernel, or another size"
              .formatted(window.begin(last), in));
    }
  }

  private void require(boolean holds, String what, Object value, String range) {
    if (!holds) {
      problems.add("%s is %s; it must be %s".formatted(what, value, range));
    }
  }
}
