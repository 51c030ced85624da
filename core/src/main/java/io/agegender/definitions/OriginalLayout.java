// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import io.agegender.adience.FoldFile;
import io.agegender.run.RunName;
import io.agegender.run.Schedules;
import io.agegender.storage.FileStore;

/** Writes the built-in configurations as the original laid its definitions out. */
public final class OriginalLayout {
  private OriginalLayout() {}

  /**
   * Writes a folder for each of the 38 configurations: for each test fold the network with its data
   * layers and the solver, and one deploy file.
   *
   * @param schedule the schedule that solvers and lengths are of
   * @return the number of files
   * @throws io.agegender.foundation.error.FailedException if a file cannot be written
   */
  public static int write(FileStore store, Schedules schedules, String schedule) {
    int files = 0;
    for (RunName run : RunName.all()) {
      FileStore folder = store.folder(run.toString());
      for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
        TrainingDefinition definition = TrainingDefinition.of(run, fold, schedules, schedule);
        folder.write("train_val_test_fold_is_%d.prototxt".formatted(fold), definition.trainVal());
        folder.write(
            "solver_test_fold_is_%d.prototxt".formatted(fold), definition.solver("caffenet_train"));
        files += 2;
      }
      folder.write("deploy.prototxt", TrainingDefinition.of(run, 0, schedules, schedule).deploy());
      files++;
    }
    return files;
  }
}
