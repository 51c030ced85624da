// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.foundation.error.FailedException;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A run's measurements as CSV, a row a round. The whole file is written anew with each checkpoint,
 * so that it holds all rounds up to the one that a new start resumes from, on file systems that
 * cannot append, too.
 */
public record MetricsLog(FileStore file) {
  private static final String HEADER =
      "iteration,loss,learning_rate,images,seconds,images_per_second";

  /**
   * One round.
   *
   * @param iteration the first iteration after it
   * @param loss mean over its minibatches of the loss
   * @param learningRate of its last iteration
   * @param images samples that it learnt from
   * @param seconds wall-clock time that it took
   */
  public record Row(int iteration, double loss, double learningRate, long images, double seconds) {
    private static Row parse(String line) {
      String[] cells = line.split(",", -1);
      return new Row(
          Integer.parseInt(cells[0]),
          Double.parseDouble(cells[1]),
          Double.parseDouble(cells[2]),
          Long.parseLong(cells[3]),
          Double.parseDouble(cells[4]));
    }

    /** Samples learnt from in a second of wall-clock time. */
    public double imagesPerSecond() {
      return images / seconds;
    }

    private String format() {
      return String.format(
          Locale.ROOT,
          "%d,%s,%s,%d,%s,%.1f",
          iteration,
          loss,
          learningRate,
          images,
          seconds,
          imagesPerSecond());
    }
  }

  /**
   * The mean loss over the rounds that end after an iteration, each weighted by its images; empty
   * if there are none.
   */
  public static OptionalDouble meanLoss(List<Row> rows, int after) {
    double sum = 0;
    long images = 0;
    for (Row row : rows) {
      if (row.iteration > after) {
        sum += row.loss * row.images;
        images += row.images;
      }
    }
    return images == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / images);
  }

  /**
   * All rows up to an iteration.
   *
   * @throws FailedException if the file is damaged
   */
  public List<Row> read(int lastIteration) {
    if (!file.exists("")) {
      return List.of();
    }
    Stream<String> lines = new String(file.read(""), StandardCharsets.UTF_8).lines();
    try {
      return lines.skip(1).map(Row::parse).filter(row -> row.iteration <= lastIteration).toList();
    } catch (RuntimeException e) {
      throw new FailedException("cannot read %s: %s".formatted(file.root(), e.getMessage()), e);
    }
  }

  /**
   * Replaces the file.
   *
   * @param fence is asked when all but the last step is done: a driver may be stopped anywhere, and
   *     wake up when another has written here
   */
  public void write(List<Row> rows, Fence fence) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.forEach(row -> text.append(row.format()).append('\n'));
    file.write(
        "",
        s -> {
          s.write(text.toString().getBytes(StandardCharsets.UTF_8));
          fence.check();
        });
  }
}
