// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nightly runs of few faces and few iterations, from the command line. */
@Tag("slow")
class NightlyCommandTest {
  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(
        dir.resolve("nightly run.conf"),
        """
        nightly {
          folder = "%s"
          runs = [
            { run = age_net_definitions, workers = 1 }
            { run = gender_net_definitions, workers = 2, interrupt-at = 2 }
            { definition = "%s", workers = 1 }
          ]
          on-failure = "env | grep ^AGEGENDER_ | sort > %s"
        }
        seed = 7
        sample { faces = 60, size = 48 }
        score { crop-modes = [centre], batch-size = 4 }
        train { schedule = sample, averaging-frequency = 1, batch-mode = split }
        schedules.sample.net_definitions { iterations = 2, snapshot-interval = 1, batch-size = 2 }
        """
            .formatted(dir.resolve("nightly"), tiny(), dir.resolve("hook.txt")));
  }

  /** A network that is not built in; its mean's last window reaches over the edge. */
  private Path tiny() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("age_tiny"));
    Files.writeString(
        folder.resolve("train_val.prototxt"),
        """
        layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } transform_param { crop_size: 20 mean_file: "m" } data_param { batch_size: 2 } }
        layer { name: "pool" type: "Pooling" bottom: "data" top: "pool" pooling_param { pool: AVE kernel_size: 3 stride: 3 } }
        layer { name: "ip" type: "InnerProduct" bottom: "pool" top: "ip" inner_product_param { num_output: 8 weight_filler { type: "xavier" } } }
        layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
        """);
    Files.writeString(
        folder.resolve("solver.prototxt"),
        "base_lr: 1e-5 lr_policy: 'poly' power: 1 max_iter: 2 momentum: 0.9");
    return folder;
  }

  @Test
  void nightsAreAcceptedComparedAndFoundToDriftByWhatWasChanged() throws IOException {
    assertThat(nightly()).isEqualTo(2);
    assertThat(err.toString()).contains("[no-baseline]", "nightly --accept");
    assertThat(dir.resolve("hook.txt"))
        .content()
        .contains(
            "AGEGENDER_EXIT_CODE=2",
            "AGEGENDER_ERROR_CODE=no-baseline",
            "AGEGENDER_TROUBLE=no-baseline");

    assertThat(nightly("--accept", "--reason", "the first one")).isZero();
    assertThat(file("baselines/0001.json")).content().contains("the first one");
    Files.delete(dir.resolve("hook.txt"));
    // Scored in batches as large as the baseline's, whatever is set now.
    assertThat(nightly("--set", "score.batch-size=1")).isZero();
    assertThat(out.toString())
        .contains("raw pictures", "dataset", "train/age_net_definitions/fold-0")
        .contains("resumed/gender_net_definitions/fold-0", "score/", "report")
        .containsPattern("train/age_tiny-[0-9a-f]{10}/fold-0 +identical")
        .contains("band zero: on a CPU")
        .contains("same (baseline 1)")
        .doesNotContain("drift");
    assertThat(dir.resolve("hook.txt")).doesNotExist();
    assertThat(file("work")).doesNotExist();
    assertThat(file("junit.xml")).content().contains("failures=\"0\"");

    // Another learning rate: the pictures are the same, the run is not.
    assertThat(
            nightly(
                "--set", "schedules.solvers.net_definitions.fromscratch.base-learning-rate=0.002"))
        .isEqualTo(4);
    String rate = "settings.solver.base-learning-rate: 0.001, now 0.002";
    assertThat(out.toString())
        .contains("drift (baseline 1)")
        .contains(rate)
        .containsPattern("dataset +identical")
        .containsPattern("train/age_net_definitions/fold-0 +drift");
    assertThat(dir.resolve("hook.txt"))
        .content()
        .contains("AGEGENDER_VERDICT=drift", "AGEGENDER_EXIT_CODE=4", "first difference", rate);
    assertThat(file("index.html")).content().contains("verdict drift", rate);
    assertThat(file("work/dataset/manifest.json")).exists();

    // Another seed: it begins with the pictures.
    assertThat(nightly("--set", "seed=8")).isEqualTo(4);
    assertThat(file("history.jsonl"))
        .content()
        .contains("\"reason\":\"raw pictures: ")
        .contains("first difference in the provenance: settings.seed: 7, now 8\"");

    out.getBuffer().setLength(0);
    assertThat(nightly("--history")).isZero();
    assertThat(out.toString().lines()).hasSize(5);
    assertThat(out.toString()).contains("accepted: the first one", "same", "drift");
    assertThat(nightly("--assert-fresh", "26h")).isZero();
    assertThat(nightly("--assert-fresh", "1ms")).isEqualTo(5);
    assertThat(dir.resolve("hook.txt")).content().contains("AGEGENDER_VERDICT=stale");
  }

  @Test
  void aBandMeasuredOnACpuIsExactlyZero() throws IOException {
    assertThat(
            nightly(
                "--accept",
                "--reason",
                "measured",
                "--set",
                "nightly.band.measure=always",
                "--set",
                "nightly.band.seeds=[5]",
                "--set",
                "nightly.runs=[{run=age_net_definitions}]"))
        .isZero();
    String baseline = Files.readString(file("baselines/0001.json"));
    assertThat(baseline).contains("measured: the same runs twice with the seeds [5]");
    String widths = baseline.substring(baseline.indexOf("widths"), baseline.indexOf("checks"));
    assertThat(widths).contains("loss to iteration 2", "norm of conv1", "accuracy");
    assertThat(widths.lines().filter(l -> l.matches(".* : [0-9.E-]+,?")))
        .hasSizeGreaterThan(8)
        .allMatch(l -> l.matches(".* : 0\\.0,?"));
  }

  @Test
  void wrongSettingsAndMissingInputsAreNamed() {
    assertThat(nightly("--accept")).isEqualTo(2);
    assertThat(err.toString()).contains("--accept needs --reason");
    assertThat(nightly("--set", "nightly.runs=[{run=age_net_definitions,wrokers=2}]")).isEqualTo(2);
    assertThat(err.toString()).contains("'wrokers'", "did you mean 'workers'?");
    assertThat(nightly("--set", "nightly.runs=[]")).isEqualTo(2);
    assertThat(err.toString()).contains("nightly.runs is empty");
    assertThat(nightly("--assert-fresh", "soon")).isEqualTo(2);
    assertThat(nightly("--assert-fresh", "26h")).isEqualTo(5);
    assertThat(out.toString()).contains("there was no good nightly run yet");

    String gone = dir.resolve("gone").toString();
    assertThat(nightly("--accept", "--reason", "x", "--set", "nightly.raw=" + gone)).isEqualTo(2);
    assertThat(err.toString()).contains("[input-moved]", gone);
    assertThat(dir.resolve("hook.txt")).content().contains("AGEGENDER_ERROR_CODE=input-moved");
    assertThat(nightly("--history")).isZero();
    assertThat(out.toString()).contains("failed", "[input-moved]");
  }

  private Path file(String file) {
    return dir.resolve("nightly").resolve(file);
  }

  private int nightly(String... arguments) {
    List<String> all = new ArrayList<>(List.of("nightly"));
    all.addAll(List.of("--config", dir.resolve("nightly run.conf").toString()));
    all.addAll(List.of(arguments));
    return Cli.run(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }
}
