// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.jobs.spark.ExecutorRuntime;
import io.agegender.jobs.spark.Machine;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.training.BatchAssembler;
import io.agegender.training.Seeds;
import io.agegender.training.TrainingState;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What an executor must know of a run to train in it.
 *
 * @param runKey the run's key
 * @param settings of the run
 * @param dataset where the dataset is
 * @param datasetSha256 which dataset it is
 * @param instructionSet that the run was begun with, or {@link #ANY}
 * @param hadoop how to reach its file system
 */
record WorkerContext(
    String runKey,
    RunSettings settings,
    String dataset,
    String datasetSha256,
    String instructionSet,
    SerializableConfiguration hadoop)
    implements RoundWork {
  /** Any instruction set will do. */
  static final String ANY = "";

  static WorkerContext of(
      String runKey,
      RunSettings settings,
      String dataset,
      String datasetSha256,
      String instructionSet,
      Configuration hadoop) {
    return new WorkerContext(
        runKey,
        settings,
        dataset,
        datasetSha256,
        instructionSet,
        new SerializableConfiguration(hadoop));
  }

  /** Trains on a slot of this JVM. */
  @Override
  public RoundTrainer.Result train(TrainingState start, WorkerTask task) {
    return ExecutorRuntime.ofThisJvm()
        .compute(runKey, RoundTrainer.class, this::trainer, t -> t.train(start, task));
  }

  /**
   * The one place that chooses what trains on this JVM's device: ND4J, which computes on what this
   * build is for.
   */
  Trainer trainer() {
    Machine.check(settings.threads(), instructionSet);
    RunName name = settings.name();
    Architecture architecture = name.architecture();
    ExecutorRuntime.OpenDataset open =
        ExecutorRuntime.ofThisJvm().dataset(dataset, datasetSha256, hadoop.value());
    BatchAssembler batches =
        new BatchAssembler(
            open.dataset(),
            open.reader(),
            open.dataset().meanImage(settings.trainedOn(), settings.testFold()),
            architecture.inputSize(),
            name.target().classes(),
            architecture.heads().size());
    return new Trainer(
        Networks.create(
            architecture,
            name.target().classes(),
            settings.solver(),
            Seeds.derive(settings.seed(), Seeds.Use.FILLER)),
        batches);
  }
}
