// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import io.agegender.foundation.process.ResidentMemory;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.RoundRate;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process whose memory {@link MemoryBenchmark} looks at. */
final class MemoryProbe {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryProbe.class);
  private static final int WORKERS = 2;

  /** Spark frees what a round has used in the background: the least of several looks counts. */
  private static final int LOOKS = 5;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private MemoryProbe() {}

  /**
   * Arguments: dataset, configuration, batch per worker, rounds, rounds between two samples, and
   * the file that gets them.
   */
  public static void main(String[] arguments) throws IOException {
    RunName name = RunName.parse(arguments[1]);
    int every = Integer.parseInt(arguments[4]);
    RunSettings settings =
        RunSettings.builder(name)
            .testFold(0)
            .schedule("benchmark")
            .solver(new SolverSettings(0.0001, 0.1, 10_000, 0.9, 0.0005))
            .batch(Integer.parseInt(arguments[2]))
            .batchMode(BatchMode.PER_WORKER)
            .iterations(Integer.parseInt(arguments[3]))
            .checkpointEvery(1)
            .workers(WORKERS)
            .averagingFrequency(1)
            .shuffle(Shuffle.EACH_EPOCH)
            .seed(1)
            .threads(Machine.threadsOfThisJvm())
            .build();
    List<String> samples = new ArrayList<>();
    RoundRate rounds = new RoundRate(new Path(arguments[0]), settings, FileSystemSettings.now());
    try (JavaSparkContext spark = AveragingProbe.spark(WORKERS)) {
      rounds.onSpark(
          spark,
          round -> {
            if (round % every == 0) {
              String sample = sample(round).format();
              LOG.info("round, resident MiB, heap MiB: {}", sample);
              samples.add(sample);
            }
          });
    }
    Files.write(java.nio.file.Path.of(arguments[5]), samples);
  }

  private static MemoryBenchmark.Sample sample(int round) {
    double resident = ResidentMemory.bytes() / 1024.0 / 1024.0;
    double heap = Double.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      System.gc(); // What is used afterwards is what lives.
      Runtime runtime = Runtime.getRuntime();
      heap = Math.min(heap, (runtime.totalMemory() - runtime.freeMemory()) / 1024.0 / 1024.0);
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return new MemoryBenchmark.Sample(round, resident, heap);
  }
}
