// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.definition.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times the four networks and real Caffe in turn, each in a JVM of its own, with the same minibatch
 * and threads (OMP_NUM_THREADS, from the build: 2). The table goes to the log and to {@code
 * target/speed.md}. It is not part of the tests, as a busy machine would fail it:
 *
 * <pre>mvn test -pl core/caffe-reference,core -Dtest=SpeedAgainstCaffe</pre>
 *
 * with {@code -Dspeed.networks=vgg16} for some networks only, {@code -Dspeed.rounds=3} for more
 * rounds; the best round of each side counts.
 */
class SpeedAgainstCaffe {
  private static final Logger LOG = LoggerFactory.getLogger(SpeedAgainstCaffe.class);
  private static final int WARMUP = 3;
  private static final Map<Architecture, Integer> BATCH =
      Map.of(
          Architecture.NET_DEFINITIONS, 50,
          Architecture.CAFFEREFERENCE, 50,
          Architecture.GOOGLENET, 32,
          Architecture.VGG16, 10);
  private static final Map<Architecture, Integer> ITERATIONS =
      Map.of(
          Architecture.NET_DEFINITIONS, 10,
          Architecture.CAFFEREFERENCE, 7,
          Architecture.GOOGLENET, 5,
          Architecture.VGG16, 3);

  /** What the project promises; more is wanted. */
  private static final Map<Architecture, Double> AT_LEAST =
      Map.of(
          Architecture.NET_DEFINITIONS, 1.3,
          Architecture.CAFFEREFERENCE, 1.3,
          Architecture.GOOGLENET, 1.0,
          Architecture.VGG16, 1.3);

  @TempDir Path folder;

  @Test
  void isFasterThanCaffe() throws IOException, InterruptedException {
    String asked = System.getProperty("speed.networks", "");
    List<String> table = new ArrayList<>();
    table.add(
        "| network | batch | | forward | backward | update | step | images/s | peak memory |");
    table.add("|---|---|---|---|---|---|---|---|---|");
    for (Architecture architecture : Architecture.values()) {
      if (!asked.isEmpty() && !List.of(asked.split(",")).contains(architecture.key())) {
        continue;
      }
      Properties caffe = null;
      Properties ours = null;
      for (int round = 0; round < Integer.getInteger("speed.rounds", 1); round++) {
        caffe = better(caffe, timeCaffe(architecture));
        ours = better(ours, timeOurs(architecture));
      }
      table.addAll(rows(architecture, caffe, ours));
      LOG.info("{}{}", System.lineSeparator(), String.join(System.lineSeparator(), table));
      Files.write(Path.of("target", "speed.md"), table);
      assertThat(number(caffe, "step") / number(ours, "step"))
          .as(architecture.title())
          .isGreaterThan(AT_LEAST.get(architecture));
    }
  }

  private Properties timeCaffe(Architecture architecture) throws IOException, InterruptedException {
    Path out = folder.resolve("caffe");
    RealCaffe.command("time")
        .with("net", architecture.key())
        .with("target", "age")
        .with("batch", BATCH.get(architecture))
        .with("warmup", WARMUP)
        .with("iterations", ITERATIONS.get(architecture))
        .with("out", out)
        .run();
    return read(out);
  }

  private Properties timeOurs(Architecture architecture) throws IOException, InterruptedException {
    Path out = folder.resolve("ours");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-Dorg.bytedeco.javacpp.maxbytes=16g",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=20g",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            TimeNetwork.class.getName(),
            "net=" + architecture.key(),
            "classes=8",
            "batch=" + BATCH.get(architecture),
            "warmup=" + WARMUP,
            "iterations=" + ITERATIONS.get(architecture),
            "out=" + out);
    Path log = folder.resolve("ours.log");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(log)).isZero();
    return read(out);
  }

  private static List<String> rows(Architecture architecture, Properties caffe, Properties ours) {
    int batch = BATCH.get(architecture);
    List<String> phases = List.of("forward", "backward", "update", "step");
    return List.of(
        row(architecture, batch, "Caffe", caffe, phases),
        row(architecture, batch, "agegender", ours, phases),
        "| | | **ratio** | %s | **%.2f** | %.2f |"
            .formatted(
                phases.stream()
                    .map(phase -> "%.2f".formatted(number(caffe, phase) / number(ours, phase)))
                    .collect(Collectors.joining(" | ")),
                number(caffe, "step") / number(ours, "step"),
                number(caffe, "peak-memory") / number(ours, "peak-memory")));
  }

  private static String row(
      Architecture architecture, int batch, String who, Properties times, List<String> phases) {
    return "| %s | %d | %s | %s | %.1f | %.2f GiB |"
        .formatted(
            architecture.title(),
            batch,
            who,
            phases.stream()
                .map(phase -> "%.0f ms".formatted(1e3 * number(times, phase)))
                .collect(Collectors.joining(" | ")),
            batch / number(times, "step"),
            number(times, "peak-memory") / (1 << 30));
  }

  private static Properties better(Properties one, Properties other) {
    return one == null || number(other, "step") < number(one, "step") ? other : one;
  }

  private static double number(Properties times, String key) {
    return Double.parseDouble(times.getProperty(key));
  }

  private static Properties read(Path file) throws IOException {
    Properties values = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      values.load(reader);
    }
    return values;
  }
}
