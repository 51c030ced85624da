// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import io.agegender.definitions.TrainingDefinition;
import io.agegender.run.BatchMode;
import io.agegender.run.RunSettings;
import io.agegender.testing.SmallNetwork;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Caffe's files of a small network that learns for a few iterations. */
final class SmallDefinition {
  static final int ITERATIONS = 12;
  static final int CHECKPOINT_EVERY = 2;

  private SmallDefinition() {}

  /** Writes the folder {@code age_small}. */
  static Path write(Path parent) throws IOException {
    RunSettings settings =
        RunSettings.builder(SmallNetwork.AGE)
            .schedule("test")
            .solver(SmallNetwork.SOLVER)
            .batch(2)
            .batchMode(BatchMode.PER_WORKER)
            .iterations(ITERATIONS)
            .checkpointEvery(CHECKPOINT_EVERY)
            .workers(2)
            .averagingFrequency(2)
            .shuffle(Shuffle.EACH_EPOCH)
            .seed(1)
            .threads(1)
            .build();
    TrainingDefinition definition = TrainingDefinition.of(settings, "mean.binaryproto");
    Path folder = Files.createDirectories(parent.resolve("age_small"));
    Files.writeString(folder.resolve("train_val.prototxt"), definition.trainVal());
    Files.writeString(folder.resolve("solver.prototxt"), definition.solver("small"));
    return folder;
  }
}
