// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.dataset;

import io.agegender.benchmarks.process.ChildJvm;
import io.agegender.foundation.error.FailedException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A large generated table, read, split and accounted for in a JVM with the heap of the target. */
public final class TableBenchmark {
  private static final String HEAP = "-Xmx1g";
  private static final int ROWS_PER_SUBJECT = 20;
  private static final int FOLDER = 1000;

  private TableBenchmark() {}

  /**
   * Measures.
   *
   * @param rows of the table
   * @param work where the table is written
   * @return what was measured, as lines
   * @throws FailedException if it cannot be measured
   */
  public static String run(int rows, Path work) {
    try {
      Path table = Files.createDirectories(work).resolve("table.csv");
      generate(rows, table);
      return ChildJvm.run(
          TableProbe.class, 1, List.of(HEAP), List.of(table.toAbsolutePath().toString()));
    } catch (IOException e) {
      throw new FailedException("cannot measure: " + e.getMessage(), e);
    }
  }

  /** Every thousandth row is bad in some way. */
  private static void generate(int rows, Path table) throws IOException {
    Random random = new Random(1);
    String[] bad = {"-1", "NaN", "young", "150"};
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      out.write("path,subject,age,gender\n");
      for (int row = 0; row < rows; row++) {
        String age =
            row % 1000 == 999
                ? bad[random.nextInt(bad.length)]
                : Integer.toString(random.nextInt(100));
        out.write(
            "pictures/%04d/picture-%07d.jpg,person-%06d,%s,%s\n"
                .formatted(
                    row / FOLDER,
                    row,
                    random.nextInt(1 + rows / ROWS_PER_SUBJECT),
                    age,
                    random.nextBoolean() ? "male" : "female"));
      }
    }
  }
}
