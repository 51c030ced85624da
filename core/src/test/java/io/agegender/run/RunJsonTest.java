// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;
import io.agegender.network.solver.SolverSettings;
import io.agegender.training.Shuffle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes and keys of runs that users have on disk: none of them may move. */
class RunJsonTest {
  private static final RunSettings SETTINGS =
      RunSettings.builder(RunName.parse("gender_finetuning_googlenet_mixed"))
          .testFold(3)
          .trainedOn(Alignment.UNALIGNED)
          .schedule("published")
          .solver(new SolverSettings(0.0005, 0.3, 55_000, 0.9, 0.0005))
          .batch(32)
          .batchMode(BatchMode.SPLIT)
          .iterations(340_000)
          .checkpointEvery(1000)
          .workers(2)
          .averagingFrequency(10)
          .shuffle(Shuffle.EACH_EPOCH)
          .seed(20170801)
          .threads(4)
          .build();

  private static final RunRecord RUN =
      new RunRecord(
          "f".repeat(64),
          SETTINGS,
          "file:/data",
          "d".repeat(64),
          Map.of("spark", "3.5.1", "driver.host", "h"));

  private static final String GOLDEN =
      """
      {
        "format-version" : 1,
        "key" : "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "settings" : {
          "name" : "gender_finetuning_googlenet_mixed",
          "test-fold" : 3,
          "trained-on" : "unaligned",
          "schedule" : "published",
          "solver" : {
            "base-learning-rate" : 5.0E-4,
            "gamma" : 0.3,
            "step-size" : 55000,
            "momentum" : 0.9,
            "weight-decay" : 5.0E-4
          },
          "batch" : 32,
          "batch-mode" : "split",
          "iterations" : 340000,
          "checkpoint-every" : 1000,
          "workers" : 2,
          "averaging-frequency" : 10,
          "shuffle" : "each-epoch",
          "seed" : 20170801,
          "threads" : 4
        },
        "dataset" : "file:/data",
        "dataset-sha256" : "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
        "provenance" : {
          "driver.host" : "h",
          "spark" : "3.5.1"
        }
      }""";

  @Test
  void theBytesAreThoseOfEarlierVersions() {
    assertThat(new String(RunJson.write(RUN), StandardCharsets.UTF_8)).isEqualTo(GOLDEN);
    assertThat(RunJson.readRun("run.json", GOLDEN.getBytes(StandardCharsets.UTF_8))).isEqualTo(RUN);
  }

  @Test
  void theKeysAreThoseOfEarlierVersions() {
    String backend = "nd4j-native linux-x86_64-avx2";
    assertThat(RunJson.key(SETTINGS, "d".repeat(64), Optional.of("e".repeat(64)), backend))
        .isEqualTo("c4e9d3b0b9512ae9eb16a2953d6e09090d95ca590ce1967a96f7847fa3e9d5a6");
    assertThat(RunJson.key(SETTINGS, "d".repeat(64), Optional.empty(), backend))
        .isEqualTo("977e04688a74aec952d1db65b0752ae204894affdcd56143fa3fa88906787022")
        .isEqualTo(
            RunJson.key(
                SETTINGS.toBuilder().checkpointEvery(7).build(),
                "d".repeat(64),
                Optional.empty(),
                backend));
  }

  @Test
  void theFactsAreThoseOfEarlierVersions() {
    assertThat(RunJson.facts(SETTINGS).toString())
        .isEqualTo(
            "{averaging-frequency=10, batch=32, batch-mode=split, checkpoint-every=1000,"
                + " iterations=340000, name=gender_finetuning_googlenet_mixed, schedule=published,"
                + " seed=20170801, shuffle=each-epoch, solver.base-learning-rate=5.0E-4,"
                + " solver.gamma=0.3, solver.momentum=0.9, solver.step-size=55000,"
                + " solver.weight-decay=5.0E-4, test-fold=3, threads=4, trained-on=unaligned,"
                + " workers=2}");
  }

  @Test
  void otherAgeGroupsAreAnotherRunAndComeBack() {
    RunSettings eight =
        RunSettings.builder(RunName.parse("age_net_definitions"))
            .schedule("published")
            .solver(SETTINGS.solver())
            .batch(32)
            .iterations(10)
            .build();
    RunSettings three = eight.withClasses(ClassLabels.age(List.of("0-12", "13-19", "20-120")));
    RunRecord run = new RunRecord("f".repeat(64), three, "file:/data", "d".repeat(64), Map.of());
    byte[] json = RunJson.write(run);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("\"age-groups\" : \"(0, 12); (13, 19); (20, 120)\"");
    RunRecord read = RunJson.readRun("run.json", json);
    assertThat(read).isEqualTo(run);
    assertThat(read.settings().name().network().layers())
        .last()
        .satisfies(loss -> assertThat(loss.inputs().get(0).channels()).isEqualTo(3));
    assertThat(three.title()).isEqualTo(eight.title());
    assertThat(RunJson.key(three, "d".repeat(64), Optional.empty(), "x"))
        .isNotEqualTo(RunJson.key(eight, "d".repeat(64), Optional.empty(), "x"));
    assertThat(eight.withClasses(ClassLabels.of(Target.AGE))).isSameAs(eight);
  }

  @Test
  void aNetworkFromPrototxtIsRefusedForAnotherNumberOfAgeGroups() {
    RunName defined =
        new RunName(
            Target.AGE,
            Initialisation.FROMSCRATCH,
            Architecture.defined("small", Architecture.of("net_definitions").definition(8)),
            Alignment.ALIGNED);
    assertThat(defined.withClasses(ClassLabels.of(Target.AGE)).classes().count()).isEqualTo(8);
    assertThatThrownBy(
            () -> defined.withClasses(ClassLabels.age(List.of("0-12", "13-19", "20-120"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has 8 outputs for age, as its prototxt says")
        .hasMessageContaining(
            "'age-groups' in the dataset's manifest.json are 3 ((0, 12); (13, 19)")
        .hasMessageContaining("prepare the table with 8 groups (prepare.table.labels.age-groups)");
  }

  @Test
  void aShorterRunDiffersInItsIterationsOnly() {
    assertThat(SETTINGS.until(10)).isEqualTo(SETTINGS.toBuilder().iterations(10).build());
    assertThat(SETTINGS.until(Integer.MAX_VALUE)).isEqualTo(SETTINGS);
  }
}
