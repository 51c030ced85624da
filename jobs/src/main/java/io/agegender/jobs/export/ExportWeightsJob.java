// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.export;

import io.agegender.caffe.WeightsExport;
import io.agegender.definitions.TrainingDefinition;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.Networks;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Writes a checkpoint of a run as Caffe's files: weights, mean image, labels, and the definitions
 * {@code deploy.prototxt}, {@code train_val.prototxt} and {@code solver.prototxt}.
 */
public final class ExportWeightsJob {
  private ExportWeightsJob() {}

  /**
   * @param run the run's directory
   * @param iteration the checkpoint's; empty for the newest
   * @param out the folder that gets the files; weights, mean and labels are named after run, test
   *     fold and iteration
   * @throws UsageException if there is no such run or checkpoint, or its mean image is missing
   * @throws io.agegender.foundation.error.FailedException if the checkpoint is damaged or a file
   *     cannot be written
   */
  public static WeightsExport run(
      Path run, Optional<Integer> iteration, Path out, Configuration hadoop) {
    RunDirectory directory = RunDirectory.open(run, hadoop);
    RunSettings settings = directory.run().settings();
    int chosen = choose(directory, iteration);
    RunName name = settings.name();
    ComputationGraph network =
        Networks.create(
            name.architecture(), name.classes().count(), settings.solver(), settings.seed());
    directory.checkpoints().parameters(chosen).copyTo(network.params());
    WeightsExport files =
        WeightsExport.write(
            String.format(
                Locale.ROOT, "%s-fold-%d-iteration-%d", name, settings.testFold(), chosen),
            network,
            directory.mean(),
            name.classes().labels(),
            out,
            hadoop);
    TrainingDefinition definition = TrainingDefinition.of(settings, files.mean().getName());
    FileStore folder = FileStore.of(out, hadoop);
    folder.write("deploy.prototxt", definition.deploy());
    folder.write("train_val.prototxt", definition.trainVal());
    folder.write("solver.prototxt", definition.solver(name.toString()));
    return files;
  }

  private static int choose(RunDirectory directory, Optional<Integer> iteration) {
    List<Integer> there = directory.checkpoints().iterations();
    if (there.isEmpty()) {
      throw new UsageException(
          "%s has no checkpoint yet; train it first".formatted(directory.path()));
    }
    int chosen = iteration.orElse(there.get(there.size() - 1));
    if (!there.contains(chosen)) {
      throw new UsageException(
          "%s has no checkpoint of iteration %d; it has %s"
              .formatted(directory.path(), chosen, there));
    }
    return chosen;
  }
}
