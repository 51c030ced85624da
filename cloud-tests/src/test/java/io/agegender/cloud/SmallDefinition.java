// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import io.agegender.adience.Target;
import io.agegender.definitions.TrainingDefinition;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.Window;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.NetworkText;
import io.agegender.run.NetworkText.FolderName;
import io.agegender.run.RunSettings;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Caffe's files of a network of a few thousand parameters that learns for a few iterations. */
final class SmallDefinition {
  static final int ITERATIONS = 12;
  static final int CHECKPOINT_EVERY = 2;

  private SmallDefinition() {}

  /** Writes the folder {@code age_small}. */
  static Path write(Path parent) throws IOException {
    RunSettings settings =
        RunSettings.builder(
                NetworkText.name(
                    FolderName.of("age_small"), Target.AGE, network(Target.AGE.classes())))
            .schedule("test")
            .solver(new SolverSettings(0.001, 0.1, 3, 0.9, 0.0005))
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

  private static NetworkDefinition network(int classes) {
    Learned gaussian = Learned.gaussian(0.01, 0);
    return new NetworkBuilder("small", 64)
        .convolution("conv1", 8, Window.of(7).stride(4), gaussian)
        .relu("relu1")
        .maxPool("pool1", Window.of(3).stride(2))
        .lrn("norm1")
        .innerProduct("fc2", 32, Learned.xavier(1))
        .relu("relu2")
        .dropout("drop2", 0.5)
        .innerProduct("fc3", classes, gaussian)
        .softmaxLoss("loss")
        .build();
  }
}
