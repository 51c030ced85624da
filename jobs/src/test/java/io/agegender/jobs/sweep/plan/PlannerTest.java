// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.cli.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans on a real Spark, from the command line. */
@Tag("slow")
class PlannerTest {
  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aPlanForecastsARunAndKnowsItOnceItIsDone() {
    assertThat(sweep("--dry-run")).isZero();
    assertThat(out.toString())
        .contains("1 runs, 0 of them over, 2 at a time on 2 slots of local[2]", "about ")
        .containsPattern("1  age_net_definitions/fold-0 +waiting +4 +\\d+ (s|min)")
        .containsPattern("AdienceNet age +11415048 +1 x 2 .* \\d+ % +\\d+")
        .doesNotContain("does not fit");
    assertThat(out.toString().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    assertThat(dir.resolve("runs")).doesNotExist();

    assertThat(sweep()).as(err.toString()).isZero();
    out.getBuffer().setLength(0);
    assertThat(sweep("--dry-run", "--no-calibration")).isZero();
    assertThat(out.toString())
        .contains("1 runs, 1 of them over", "no times: not calibrated")
        .containsPattern("age_net_definitions/fold-0 +finished");
  }

  @Test
  void whatDoesNotFitIsRefusedByPlanAndSweepAlike() {
    assertThat(
            sweep("--dry-run", "--set", "train.workers=4", "--set", "train.batch-mode=per-worker"))
        .isEqualTo(2);
    assertThat(out.toString()).contains("It does not fit:", "train.workers = 4");
    assertThat(sweep("--set", "train.workers=4", "--set", "train.batch-mode=per-worker"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("the sweep does not fit", "train.workers = 4");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  @Test
  void everyReasonIsSaidAtOnce() {
    assertThat(
            sweep(
                "--dry-run",
                "--set",
                "train.workers=4",
                "--set",
                "train.batch-mode=per-worker",
                "--set",
                "sweep.initialisations=[finetuning,imdbwiki]",
                "--set",
                "sweep.architectures=[googlenet,vgg16]",
                "--set",
                "schedules.sample.googlenet.batch-size=8",
                "--set",
                "schedules.sample.vgg16.batch-size=4",
                "--set",
                "pretrained.folder=" + dir.resolve("models")))
        .isEqualTo(2);
    assertThat(out.toString())
        .contains("train.workers = 4", "bvlc_googlenet.caffemodel: no such file")
        .contains("dex_imdb_wiki.caffemodel: no such file", "VGG_ILSVRC_16_layers.caffemodel");
  }

  @Test
  void aBatchThatCannotBeSplitAndWrongNumbersAreRefusedBeforeSparkStarts() {
    assertThat(sweep("--dry-run", "--set", "train.workers=3")).isEqualTo(2);
    assertThat(err.toString()).contains("a batch of 2 cannot be split evenly among 3 workers");
    assertThat(sweep("--dry-run", "--set", "sweep.calibration-batch=0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'sweep.calibration-batch' is 0; it must be a whole number, at least 1");
    assertThat(sweep("--set", "sweep.check=perhaps")).isEqualTo(2);
    assertThat(err.toString()).contains("'perhaps'", "refuse, warn");
  }

  @Test
  void aClassWithoutAFaceToTrainOnIsRefusedByPlanSweepAndTrain() {
    String sentence =
        "has no face to train age on of the classes '(48, 53)', '(60, 100)' (aligned faces, test folds [1, 2])";
    String folds = "sweep.test-folds=[1,2]";
    String refuse = "train.missing-classes=refuse";
    assertThat(sweep("--dry-run", "--set", refuse, "--set", folds)).isEqualTo(2);
    assertThat(out.toString()).contains(SampleDataset.path().getName(), sentence, "accounting.txt");
    assertThat(sweep("--set", refuse, "--set", folds)).isEqualTo(2);
    assertThat(err.toString()).contains("the sweep does not fit", sentence);
    err.getBuffer().setLength(0);
    assertThat(
            Cli.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "train",
                "--dataset=" + SampleDataset.path(),
                "--run=age_net_definitions",
                "--test-fold=1",
                "--out=" + dir.resolve("runs")))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("'(48, 53)', '(60, 100)' (aligned faces, test folds [1])")
        .contains("set train.missing-classes = warn")
        .doesNotContain("\tat ");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  private int sweep(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sweep",
                "--dataset",
                SampleDataset.path().toString(),
                "--out",
                dir.resolve("runs").toString(),
                "--master",
                "local[2]"));
    for (String setting :
        List.of(
            "train.schedule=sample",
            "train.missing-classes=warn",
            "schedules.sample.net_definitions={iterations=4,snapshot-interval=2,batch-size=2}",
            "sweep.targets=[age]",
            "sweep.initialisations=[fromscratch]",
            "sweep.architectures=[net_definitions]",
            "sweep.alignments=[aligned]",
            "sweep.test-folds=[0]",
            "sweep.calibration-steps=1",
            "score.crop-modes=[centre]",
            "score.batch-size=4")) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(Arrays.asList(more));
    return Cli.run(
        new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
  }
}
