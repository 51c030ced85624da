package io.agegender.run;

import io.agegender.problem.FailedException;
import io.agegender.storage.AtomicFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A run's measurements as CSV, a row a round. The whole file is written anew with each checkpoint,
 * so that it agrees with the checkpoint that a new start goes on from, on file systems that cannot
 * append, too.
 */
public final class MetricsLog {
  private static final String HEADER = "iteration,loss,learning_rate,images,seconds";

  private final FileSystem files;
  private final Path file;

  MetricsLog(FileSystem files, Path file) {
    this.files = files;
    this.file = file;
  }

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

    private String format() {
      return iteration + "," + loss + "," + learningRate + "," + images + "," + seconds;
    }
  }

  /**
   * All rows up to an iteration.
   *
   * @throws FailedException if the file is damaged
   */
  public List<Row> read(int lastIteration) {
    List<Row> rows = new ArrayList<>();
    try {
      if (!files.exists(file)) {
        return rows;
      }
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
        reader.readLine();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          Row row = Row.parse(line);
          if (row.iteration <= lastIteration) {
            rows.add(row);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new FailedException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    return rows;
  }

  /** Replaces the file. */
  public void write(List<Row> rows) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.forEach(row -> text.append(row.format()).append('\n'));
    AtomicFiles.write(files, file, s -> s.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
