// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.network.definition.Architecture;
import io.agegender.run.RunSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GpuFitTest {
  private static final Path CONF =
      Path.of(System.getProperty("agegender.root"), "conf/paper-gpu.conf");

  @Test
  void memoryIsParametersThreeTimesAndBlobsTwice() {
    RunSettings run = Made.settings("age_net_definitions");
    long counted = GpuFit.needed(run) - (1L << 30);
    var network = run.name().network();
    // Parameters, velocities, gradients; the network's own count of blobs and their gradients.
    long rough =
        3L * Float.BYTES * network.parameters()
            + network.activationBytes() * run.rounds().minibatch();
    assertThat((double) counted / rough).isBetween(0.7, 1.5);
  }

  @Test
  void runsThatDoNotFitAreToldTheLargestBatch() {
    PlannedRun vgg = Made.waiting("age_finetuning_vgg16");
    PlannedRun small = Made.waiting("age_net_definitions");
    List<PlannedRun> runs = List.of(vgg, small);
    assertThat(new GpuFit(1, 80 * Made.GIB, 1, false).problems(runs)).isEmpty();
    assertThat(new GpuFit(1, 3 * Made.GIB, 1, false).problems(runs))
        .singleElement()
        .asString()
        .startsWith(
            "a GPU has 3.0 GiB free for each of 1 runs, age_finetuning_vgg16/fold-0 with 10 faces a step takes ")
        .containsPattern("at most [1-9] faces fit; lower schedules.\\*.batch-size");
    assertThat(new GpuFit(1, 8 * Made.GIB, 4, false).problems(runs)).hasSize(1);
    assertThat(new GpuFit(1, Made.GIB, 1, false).problems(runs))
        .hasSize(2)
        .anyMatch(p -> p.contains("at most 0 faces fit"));
  }

  @Test
  void thePapersSweepIsForecastFromGivenRatesAndSaysThatItIsAnEstimate() {
    GivenGpus gpus =
        SettingsReader.read(
            Settings.load(Optional.of(CONF), List.of("gpu.plan.count=8")), GivenGpus::read);
    // The paper's four; a network that is built in later needs no rate to be planned.
    assertThat(gpus.rates())
        .containsOnlyKeys(
            Architecture.NET_DEFINITIONS,
            Architecture.CAFFEREFERENCE,
            Architecture.GOOGLENET,
            Architecture.VGG16);
    RunSettings run = Made.settings("age_net_definitions", "train.workers=1");
    RoundCost cost = gpus.costs().get(Architecture.NET_DEFINITIONS);
    PlannedRun planned =
        new PlannedRun(
            run,
            ResourceEstimate.of(run, 2),
            RunProgress.WAITING,
            Optional.of(Forecast.of(run, run.longRounds(), cost, RunProgress.WAITING, 0)));
    double images = (double) run.iterations() * run.rounds().minibatch();
    assertThat(planned.forecast().orElseThrow().seconds())
        .isBetween(images / 7000, 1.05 * images / 7000);
    // A round of 50 steps would spend half of its time on the way to the driver.
    assertThat(Forecast.of(run, run.rounds(), cost, RunProgress.WAITING, 0).seconds())
        .isGreaterThan(1.4 * images / 7000);
    Cluster cluster = Cluster.given(8, 1);
    List<PlannedRun> all = Stream.generate(() -> planned).limit(16).toList();
    String text =
        new SweepPlan(
                cluster,
                8,
                all,
                StartOptions.of(all, 8, cluster, 2),
                FitCheck.problems(all, 8, cluster, Long.MAX_VALUE),
                Optional.of(new GpuFit(8, gpus.memory(), 1, true)))
            .toString();
    assertThat(text)
        .contains(
            "8 at a time on 8 slots of 8 GPUs that are not there",
            "an ESTIMATE from the rates of gpu.plan",
            "8 GPUs of 80.0 GiB (given, not looked at), 1 runs on each",
            "one GPU a run: nothing is averaged")
        .doesNotContain("It does not fit");
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
  }
}
