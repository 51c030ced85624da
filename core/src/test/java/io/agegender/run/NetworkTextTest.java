// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Initialisation;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.prototxt.OwnDefinitions;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.NetworkText.FolderName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkTextTest {
  private static final NetworkDefinition LENET = OwnDefinitions.net("lenet").network();
  private static final RunName RUN =
      NetworkText.name(FolderName.of("age_lenet_mixed"), Target.AGE, LENET);

  private static RunSettings settings(boolean mirror) {
    return RunSettings.builder(RUN)
        .schedule("definition")
        .solver(new SolverSettings(0.01, 0.1, 10, 0.9, 5e-4))
        .batch(8)
        .iterations(20)
        .mirror(mirror)
        .build();
  }

  @Test
  void aFoldersNameIsReadAsTheNameOfARun() {
    assertThat(FolderName.of("age_net_definitions"))
        .isEqualTo(
            new FolderName(
                Optional.of(Target.AGE),
                Initialisation.FROMSCRATCH,
                "net_definitions",
                Alignment.ALIGNED));
    assertThat(FolderName.of("gender_finetuning_my_net_unaligned"))
        .isEqualTo(
            new FolderName(
                Optional.of(Target.GENDER),
                Initialisation.FINETUNING,
                "my_net",
                Alignment.UNALIGNED));
    assertThat(FolderName.of("mine_mixed"))
        .isEqualTo(
            new FolderName(Optional.empty(), Initialisation.FROMSCRATCH, "mine", Alignment.MIXED));
  }

  /** Written out: a change would make other runs of those that are on disk. */
  @Test
  void theNameStandsForTheNetworkAndNotForItsTitle() {
    assertThat(RUN).hasToString("age_lenet-26ba93d9ea_mixed");
    assertThat(NetworkText.name(FolderName.of("age_lenet_mixed"), Target.AGE, LENET.titled("x")))
        .isEqualTo(RUN);
    NetworkDefinition other = RunName.parse("age_net_definitions").network().definition();
    assertThat(NetworkText.name(FolderName.of("age_lenet_mixed"), Target.AGE, other))
        .isNotEqualTo(RUN);
    assertThat(NetworkText.name(FolderName.of("age_ü (2)"), Target.AGE, LENET).toString())
        .matches("age_-2--[0-9a-f]{10}");
  }

  @Test
  void aRunsFileHoldsItsNetwork() {
    for (boolean mirror : new boolean[] {true, false}) {
      RunRecord run = new RunRecord("f".repeat(64), settings(mirror), "d", "e", Map.of());
      byte[] json = RunJson.write(run);
      assertThat(RunJson.readRun("run.json", json)).isEqualTo(run);
      assertThat(RunJson.readRun("run.json", json).settings().name().network().definition())
          .isEqualTo(LENET.titled("lenet"));
      String changed =
          new String(json, StandardCharsets.UTF_8).replace("num_output: 100", "num_output: 99");
      assertThatThrownBy(
              () -> RunJson.readRun("run.json", changed.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("is not of that name");
    }
    assertThat(RunJson.facts(settings(false)))
        .containsEntry("mirror", "never")
        .containsKey("network-sha256")
        .doesNotContainKey("network");
    assertThat(RunJson.facts(settings(true))).doesNotContainKey("mirror");
  }

  @Test
  void executorsGetTheNetworkItself() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(settings(true));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RunSettings read = (RunSettings) in.readObject();
      assertThat(read).isEqualTo(settings(true));
      assertThat(read.name().network().definition()).isEqualTo(RUN.network().definition());
    }
  }

  @Test
  void aNetworkWithoutFillersNeedsWeights() {
    NetworkDefinition vgg = RunName.parse("age_finetuning_vgg16").network().definition();
    assertThatThrownBy(() -> NetworkText.name(FolderName.of("age_mine"), Target.AGE, vgg))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("network 'mine' cannot start from scratch")
        .hasMessageContaining("age_finetuning_mine");
    assertThat(NetworkText.name(FolderName.of("age_finetuning_mine"), Target.AGE, vgg).toString())
        .startsWith("age_finetuning_mine-");
  }
}
