// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.NetworkDefinition.Input;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvedNetworkTest {
  private static final Learned XAVIER = Learned.xavier(0);

  private static NetworkBuilder small() {
    return new NetworkBuilder("small", 12).convolution("conv", 4, Window.of(3).pad(1), XAVIER);
  }

  private static List<String> problems(NetworkDefinition definition) {
    return ResolvedNetwork.problems(definition).stream().map(Object::toString).toList();
  }

  private static List<String> problemsWith(LayerDefinition... layers) {
    List<LayerDefinition> all = new ArrayList<>(small().build().layers());
    all.addAll(List.of(layers));
    all.add(
        new InnerProduct(
            "fc",
            "conv",
            "fc",
            2,
            new Parameters(new Filler.Xavier(), 1, 1),
            new Parameters(Filler.DEFAULT, 2, 0)));
    all.add(new SoftmaxLoss("loss", "fc", "label", "loss", 1));
    return problems(new NetworkDefinition("small", Input.pictures(12), all));
  }

  @Test
  void aLayerInPlaceMakesItsBlobAnew() {
    ResolvedNetwork network =
        ResolvedNetwork.of(
            small()
                .relu("relu")
                .innerProduct("fc", 2, XAVIER)
                .dropout("drop", 0.5)
                .softmaxLoss("loss")
                .build());
    assertThat(network.layers().stream().map(ResolvedLayer::sources))
        .containsExactly(
            List.of("data"), List.of("conv"), List.of("relu"), List.of("fc"), List.of("drop"));
    assertThat(network.layers().get(2).inputs()).containsExactly(BlobShape.maps(4, 12));
    assertThat(network.parameters()).isEqualTo(4 * (27 + 1) + 2 * (576 + 1));
    assertThat(network.multiplications()).isEqualTo(576 * 27 + 2 * 576);
    // The picture, conv, fc and loss; gradients at fc's and loss's input.
    assertThat(network.activationBytes()).isEqualTo(4 * (432 + 576 + 2 + 2 + 576 + 2));
    assertThat(network.largestBlobBytes()).isEqualTo(4 * 576);
  }

  @Test
  void equalDefinitionsAreTheSameNetwork() {
    assertThat(Architecture.GOOGLENET.definition(8)).isEqualTo(GoogLeNet.define(8));
    assertThat(Architecture.GOOGLENET.definition(8)).isNotEqualTo(GoogLeNet.define(2));
  }

  /** Sizes as Caffe's pooling_layer.cpp computes them. */
  @ParameterizedTest
  @CsvSource({
    "55, 3, 2, 0, 27",
    "56, 3, 2, 0, 28",
    "14, 5, 3, 0, 4",
    "28, 3, 1, 1, 28",
    "7, 7, 1, 0, 1",
    "5, 2, 2, 1, 3",
    "6, 2, 2, 1, 4",
    "4, 3, 3, 1, 2",
    "5, 3, 4, 1, 2"
  })
  void poolsRoundUp(int input, int kernel, int stride, int pad, int output) {
    assertThat(new Window(kernel, stride, pad).ceilSize(input)).isEqualTo(output);
  }

  @Test
  void allProblemsOfBlobsAreFoundAtOnce() {
    assertThat(
            problemsWith(
                new Relu("relu", "nowhere", "relu"),
                new Relu("conv", "conv", "conv"),
                new Pooling("pool", "conv", "data", Pooling.Method.MAX, Window.of(2)),
                new Concat("none", List.of(), "none"),
                new Relu("labels", "label", "labels")))
        .anyMatch(
            p ->
                p.contains("'relu'") && p.contains("no layer before it makes its bottom 'nowhere'"))
        .anyMatch(p -> p.contains("'conv'") && p.contains("has this name"))
        .anyMatch(p -> p.contains("'pool'") && p.contains("'data' makes its top 'data', too"))
        .anyMatch(p -> p.contains("'none'") && p.contains("it has no bottom"))
        .anyMatch(p -> p.contains("'labels'") && p.contains("'label' as numbers"))
        .anyMatch(p -> p.contains("'relu'") && p.contains("no layer reads its top 'relu'"));
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    assertThat(
            problemsWith(
                new Pooling("large", "conv", "large", Pooling.Method.MAX, Window.of(13)),
                new Pooling("padded", "conv", "padded", Pooling.Method.MAX, Window.of(2).pad(2)),
                new Pooling("behind", "conv", "b", Pooling.Method.MAX, Window.of(1).stride(2)),
                new Pooling("half", "conv", "half", Pooling.Method.MAX, Window.of(2).stride(2)),
                new Concat("joined", List.of("conv", "half"), "joined"),
                new LocalResponseNorm("even", "conv", "even", 4, 1, 1, 1),
                new LocalResponseNorm("negative", "conv", "negative", 3, -1, 1, 1),
                new Dropout("all", "conv", "conv", 1)))
        .anyMatch(
            p ->
                p.contains("'large'")
                    && p.contains("kernel of 13 pixels is larger than its input 4x12x12"))
        .anyMatch(
            p -> p.contains("'padded'") && p.contains("pad is 2; it must be less than the kernel"))
        .anyMatch(
            p -> p.contains("'behind'") && p.contains("begins at pixel 12 of an input of 4x12"))
        .anyMatch(
            p -> p.contains("'joined'") && p.contains("[4x12x12, 4x6x6]: only channels may differ"))
        .anyMatch(
            p -> p.contains("'negative'") && p.contains("alpha is -1.0; it must be 0 or more"))
        .anyMatch(p -> p.contains("'even'") && p.contains("local size is 4; it must be odd"))
        .anyMatch(p -> p.contains("'all'") && p.contains("dropout ratio is 1.0"));
  }

  @Test
  void convolutionsAreChecked() {
    assertThat(
            problems(
                new NetworkBuilder("wrong", 8)
                    .convolution("groups", 5, Window.of(3), 2, XAVIER)
                    .convolution("stride", 5, Window.of(3).stride(0), XAVIER)
                    .convolution("after", 5, Window.of(3), XAVIER)
                    .softmaxLoss("loss")
                    .build()))
        .containsExactly(
            "layer 'groups': 2 groups do not divide its 3 input and 5 output channels: choose a common divisor",
            "layer 'stride': stride is 0; it must be 1 pixel or more");
    assertThat(
            problems(
                new NetworkBuilder("flat", 8)
                    .innerProduct("fc", 2, XAVIER)
                    .convolution("conv", 2, Window.of(1), XAVIER)
                    .softmaxLoss("loss")
                    .from("fc")
                    .lrn("norm")
                    .softmaxLoss("loss2")
                    .build()))
        .hasSize(2)
        .anyMatch(p -> p.contains("'conv'") && p.contains("a row of 2 numbers"))
        .anyMatch(p -> p.contains("'norm'") && p.contains("a row of 2 numbers"));
  }

  /** What Caffe's fillers do not make, or ours do not. */
  @Test
  void fillersAreChecked() {
    Parameters none = new Parameters(new Filler.Gaussian(0), 1, 1);
    assertThat(
            problemsWith(
                new LayerDefinition.InnerProduct("a", "conv", "a", 2, none, none),
                new SoftmaxLoss("aloss", "a", "label", "aloss", 1)))
        .anyMatch(p -> p.contains("std of the filler of the weights is 0.0; it must be above 0"))
        .anyMatch(p -> p.contains("its bias filler is Gaussian"));
  }

  @Test
  void aNetworkNeedsAnOutputAndOneNumberOfClasses() {
    assertThatThrownBy(() -> ResolvedNetwork.of(small().build()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("network 'small'")
        .hasMessageContaining("layer 'conv': no layer reads its top 'conv'")
        .hasMessageContaining("it has no output");
    assertThat(problems(small().softmaxLoss("loss").build()))
        .anyMatch(p -> p.contains("'loss'") && p.contains("scores have the shape 4x12x12"));
    assertThat(
            problems(
                small()
                    .innerProduct("two", 2, XAVIER)
                    .softmaxLoss("loss2")
                    .from("conv")
                    .innerProduct("eight", 8, XAVIER)
                    .softmaxLoss("loss8")
                    .build()))
        .containsExactly("its outputs have [2, 8] classes: all must have the same number");
  }
}
