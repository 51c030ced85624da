// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.jobs.cli.Cli;
import io.agegender.testing.TestFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sweep of two small networks with two workers each, and what it gives in this JVM: made once for
 * all tests of this module.
 */
final class SmallSweep {
  /** Rounds of a run; a checkpoint is written after every third. */
  private static final String SOLVER =
      """
      net: "train_val.prototxt"
      base_lr: 0.001
      momentum: 0.9
      weight_decay: 0.0005
      lr_policy: "fixed"
      max_iter: 24
      snapshot: 6
      """;

  private static final String NET =
      """
      name: "Small"
      layer {
        name: "faces" type: "Data" top: "data" top: "label"
        include { phase: TRAIN }
        transform_param { crop_size: 64 mirror: true mean_file: "mean.binaryproto" }
        data_param { source: "train_lmdb" batch_size: 4 backend: LMDB }
      }
      layer {
        name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
        convolution_param { num_output: 8 kernel_size: 7 stride: 4 weight_filler { type: "gaussian" std: 0.01 } }
      }
      layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
      layer {
        name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1"
        pooling_param { pool: MAX kernel_size: 3 stride: 2 }
      }
      layer {
        name: "fc2" type: "InnerProduct" bottom: "pool1" top: "fc2"
        inner_product_param { num_output: 32 weight_filler { type: "xavier" } }
      }
      layer { name: "relu2" type: "ReLU" bottom: "fc2" top: "fc2" }
      layer { name: "drop2" type: "Dropout" bottom: "fc2" top: "fc2" dropout_param { dropout_ratio: 0.5 } }
      layer {
        name: "fc3" type: "InnerProduct" bottom: "fc2" top: "fc3"
        inner_product_param { num_output: CLASSES weight_filler { type: "gaussian" std: 0.01 } }
      }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc3" bottom: "label" top: "loss" }
      """;

  /** A line that a sweep prints for each run. */
  private static final Pattern RUN = Pattern.compile("(\\S+/fold-0) +parameters sha256 (\\w{64})");

  private static SmallSweep made;

  private final Path root;
  private final Map<String, String> hashes;

  private SmallSweep(Path root) throws IOException {
    this.root = root;
    definition("age_small", 8);
    definition("gender_small", 2);
    Files.writeString(
        config(),
        """
        sample { faces = 60, size = 96 }
        sweep {
          targets = [], test-folds = [0], check = warn
          definitions = ["%s", "%s"]
        }
        train { workers = 2, averaging-frequency = 2, missing-classes = warn }
        score { crop-modes = [centre], batch-size = 4 }
        """
            .formatted(root.resolve("age_small"), root.resolve("gender_small")));
    run("sample-data", "--out", root.resolve("raw").toString());
    run("prepare", "--raw", root.resolve("raw").toString(), "--out", dataset().toString());
    this.hashes =
        hashes(
            run(
                "sweep",
                "--dataset",
                dataset().toString(),
                "--out",
                root.resolve("here").toString()));
    assertThat(hashes).hasSize(2);
  }

  static synchronized SmallSweep made() throws IOException {
    if (made == null) {
      made = new SmallSweep(TestFolder.ofThisJvm("agegender-sweep"));
    }
    return made;
  }

  private void definition(String name, int classes) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(
        folder.resolve("train_val.prototxt"), NET.replace("CLASSES", String.valueOf(classes)));
    Files.writeString(folder.resolve("solver.prototxt"), SOLVER);
  }

  /** In this JVM. */
  private String run(String... command) {
    String[] whole = java.util.Arrays.copyOf(command, command.length + 2);
    whole[command.length] = "--config";
    whole[command.length + 1] = config().toString();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Cli.run(new PrintWriter(out), new PrintWriter(err, true), whole);
    assertThat(code).as("%s", err).isZero();
    return out.toString();
  }

  /** The words of its command. */
  List<String> command(Path out) {
    return List.of(
        "sweep",
        "--config",
        config().toString(),
        "--dataset",
        dataset().toString(),
        "--out",
        out.toString());
  }

  Path config() {
    return root.resolve("sweep.conf");
  }

  Path dataset() {
    return root.resolve("dataset");
  }

  /** What each run's parameters are after it was trained in this JVM, by the run's title. */
  Map<String, String> hashes() {
    return hashes;
  }

  /** What a sweep printed of each run. */
  static Map<String, String> hashes(String text) {
    Map<String, String> found = new TreeMap<>();
    for (Matcher line = RUN.matcher(text); line.find(); ) {
      found.put(line.group(1), line.group(2));
    }
    return found;
  }
}
