// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.foundation.error.UsageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  /** Counted in the original's definitions: parameters and multiplications for eight classes. */
  @ParameterizedTest
  @CsvSource({
    "net_definitions, 227, 11415048, 709253120, 1",
    "caffereference, 227, 56901000, 720343584, 1",
    "googlenet, 224, 10327880, 1587996672, 3",
    "vgg16, 224, 134293320, 15466201088, 1"
  })
  void sizesFollowFromTheDefinition(
      Architecture architecture, int size, long parameters, long multiplications, int heads) {
    ResolvedNetwork network = architecture.resolve(8);
    assertThat(architecture.inputSize()).isEqualTo(size);
    assertThat(network.parameters()).isEqualTo(parameters);
    assertThat(network.multiplications()).isEqualTo(multiplications);
    assertThat(architecture.heads()).hasSize(heads);
  }

  @Test
  void theMainHeadComesFirstAndNeedsNoAuxiliaryLayer() {
    ResolvedNetwork googleNet = Architecture.GOOGLENET.resolve(8);
    assertThat(googleNet.heads())
        .containsExactly(
            new ResolvedNetwork.Head("loss3/loss3", 1),
            new ResolvedNetwork.Head("loss1/loss", 0.3),
            new ResolvedNetwork.Head("loss2/loss_agexgender", 0.3));
    assertThat(googleNet.auxiliaryLayers())
        .hasSize(16)
        .allMatch(layer -> layer.startsWith("loss1/") || layer.startsWith("loss2/"));
    assertThat(Architecture.VGG16.resolve(2).auxiliaryLayers()).isEmpty();
  }

  @Test
  void onlyTheFirstLayerNeedsNoGradientAtItsInput() {
    for (Architecture architecture : Architecture.values()) {
      assertThat(
              architecture.resolve(8).layers().stream()
                  .filter(layer -> !layer.needsInputGradient())
                  .map(ResolvedLayer::sources))
          .containsExactly(java.util.List.of("data"));
    }
  }

  @Test
  void vgg16CannotStartFromScratch() {
    assertThat(Architecture.VGG16.startsFromScratch()).isFalse();
    assertThat(Architecture.GOOGLENET.startsFromScratch()).isTrue();
    assertThat(Architecture.VGG16.resolve(8).unfilledLayers())
        .hasSize(15)
        .contains("conv1_1", "fc7")
        .doesNotContain("fc8-age");
    assertThatThrownBy(
            () ->
                new Architecture(
                    "vgg16-new",
                    "VGG16 anew",
                    Vgg16::define,
                    EnumSet.of(Initialisation.FROMSCRATCH),
                    EnumSet.allOf(Alignment.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("VGG16 anew cannot start from scratch")
        .hasMessageContaining("conv1_1");
  }

  @Test
  void aKeySaysWhichOne() {
    assertThat(Architecture.of("GoogLeNet")).isSameAs(Architecture.GOOGLENET);
    assertThatThrownBy(() -> Architecture.of("resnet"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("unknown architecture 'resnet'")
        .hasMessageContaining("caffereference");
  }

  @ParameterizedTest
  @MethodSource("io.agegender.network.definition.Architecture#values")
  void serialisationKeepsTheIdentity(Architecture architecture)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(architecture);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isSameAs(architecture);
    }
  }
}
