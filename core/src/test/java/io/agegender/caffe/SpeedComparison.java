package io.agegender.caffe;

import io.agegender.adience.Target;
import io.agegender.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our networks and real Caffe in turn on this machine: images per second forward, backward, in the
 * update and over a whole step, and peak memory, each in a JVM of its own, with the same batch and
 * the same number of threads. No part of the test run; {@code docs/parity.md} has the command. The
 * table goes to {@code target/speed.md}.
 */
class SpeedComparison {
  /** Environment variables by which OpenBLAS is told to take other kernels than it would choose. */
  private static final List<String> KERNEL_CHOICE =
      List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

  private static final int WARMUP = 2;

  @TempDir Path dir;

  private record Seconds(Map<String, Double> values) {
    static Seconds read(Path file) throws IOException {
      return new Seconds(
          Files.readAllLines(file).stream()
              .map(line -> line.split("=", 2))
              .collect(Collectors.toMap(p -> p[0], p -> Double.valueOf(p[1]))));
    }

    double of(String phase) {
      return values.get(phase);
    }
  }

  @Test
  void compare() throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder();
    table.append(
        """
        | network | batch | OpenBLAS kernels | forward, images/s | backward | update | step | step, ours / Caffe | peak memory |
        |---|---|---|---|---|---|---|---|---|
        """);
    for (Architecture architecture : Architecture.values()) {
      if (architecture.key().matches(System.getProperty("speed.networks", ".*"))) {
        int batch = batch(architecture);
        row(table, architecture, batch, "its own choice", KERNEL_CHOICE);
        if (KERNEL_CHOICE.stream().anyMatch(System.getenv()::containsKey)) {
          row(table, architecture, batch, "by environment", List.of());
        }
        Files.writeString(Path.of("target", "speed.md"), table);
      }
    }
  }

  private static int batch(Architecture architecture) {
    return architecture == Architecture.VGG16 ? 4 : 16;
  }

  private void row(
      StringBuilder table,
      Architecture architecture,
      int batch,
      String kernels,
      List<String> without)
      throws IOException, InterruptedException {
    int iterations = Integer.getInteger("speed.iterations", 7);
    Path result = dir.resolve("seconds.txt");
    RealCaffe caffeRun =
        RealCaffe.command("time")
            .with("net", architecture.key())
            .with("target", Target.AGE.key())
            .with("batch", batch)
            .with("iterations", iterations)
            .with("warmup", WARMUP)
            .with("out", result);
    without.forEach(caffeRun::without);
    caffeRun.run();
    Seconds caffe = Seconds.read(result);
    ours(architecture, batch, iterations, result, without);
    Seconds ours = Seconds.read(result);
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %s | %s | %s | %s | %s | %.2f | %s |%n",
            architecture.title(),
            batch,
            kernels,
            rates(batch, ours, caffe, "forward"),
            rates(batch, ours, caffe, "backward"),
            rates(batch, ours, caffe, "update"),
            rates(batch, ours, caffe, "step"),
            caffe.of("step") / ours.of("step"),
            "%.1f / %.1f GB"
                .formatted(ours.of("peak-memory") / 1e9, caffe.of("peak-memory") / 1e9)));
  }

  /** Ours / Caffe's, in images per second. */
  private static String rates(int batch, Seconds ours, Seconds caffe, String phase) {
    return String.format(
        Locale.ROOT, "%.1f / %.1f", batch / ours.of(phase), batch / caffe.of(phase));
  }

  private static void ours(
      Architecture architecture, int batch, int iterations, Path result, List<String> without)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        ForkedJvm.of(
                OurTiming.class,
                List.of(),
                List.of(
                    architecture.key(),
                    Target.AGE.key(),
                    String.valueOf(batch),
                    String.valueOf(iterations),
                    String.valueOf(WARMUP),
                    result.toString()))
            .inheritIO();
    builder.environment().keySet().removeAll(without);
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IllegalStateException(architecture + ": our timing ended with " + code);
    }
  }
}
