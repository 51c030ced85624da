package io.agegender.jobs.bench;

import io.agegender.problem.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How well a sweep of many small runs uses its slots: AdienceNet and GoogLeNet for both targets, on
 * aligned and unaligned faces, five folds: 40 runs, trained and scored, with a checkpoint at the
 * end, on two slots of a JVM of their own.
 *
 * @param dataset to read from
 * @param iterations of each AdienceNet; GoogLeNet takes a third
 */
public record SweepBenchmark(String dataset, int iterations) {
  private static final int SLOTS = 2;

  /** Runs the sweep and returns what was measured, a line a figure. */
  public String run() {
    try {
      Path result = Files.createTempFile("agegender-sweep", ".txt");
      ChildJvm.run(
          SweepProbe.class,
          Math.max(1, Runtime.getRuntime().availableProcessors() / SLOTS),
          List.of(dataset, String.valueOf(SLOTS), String.valueOf(iterations), result.toString()));
      String table = Files.readString(result);
      Files.delete(result);
      return table;
    } catch (IOException e) {
      throw new FailedException("cannot measure: " + e.getMessage(), e);
    }
  }
}
