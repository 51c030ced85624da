// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.engine.provider.EngineDevice;
import io.agegender.image.MeanImage;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.ExecutorRuntime;
import io.agegender.jobs.spark.Machine;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.training.BatchAssembler;
import io.agegender.training.Seeds;
import io.agegender.training.TrainingState;
import io.agegender.training.device.EngineLearner;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What an executor must know of a run to train in it.
 *
 * @param runKey the run's key
 * @param settings of the run
 * @param dataset where the dataset is
 * @param datasetSha256 which dataset it is
 * @param arithmetic that the run was begun with: an instruction set, or the engine's device; or
 *     {@link #ANY}
 * @param engine what computes
 * @param hadoop how to reach its file system
 */
record WorkerContext(
    String runKey,
    RunSettings settings,
    String dataset,
    String datasetSha256,
    String arithmetic,
    Engine engine,
    SerializableConfiguration hadoop)
    implements RoundWork {
  /** Any arithmetic will do. */
  static final String ANY = "";

  /** Trains on a slot of this JVM. */
  @Override
  public RoundTrainer.Result train(TrainingState start, WorkerTask task) {
    return ExecutorRuntime.ofThisJvm()
        .compute(runKey, RoundTrainer.class, this::trainer, t -> t.train(start, task));
  }

  /** The one place that chooses what trains: ND4J on what this build is for, or the engine. */
  RoundTrainer trainer() {
    return engine.isNd4j() ? onNd4j() : onEngine();
  }

  Trainer onNd4j() {
    Machine.check(settings.threads(), arithmetic);
    ExecutorRuntime.OpenDataset open = open();
    RunName name = settings.name();
    Architecture architecture = name.architecture();
    BatchAssembler batches =
        new BatchAssembler(
            open.dataset(),
            open.reader(),
            mean(open),
            architecture.inputSize(),
            name.classes().count(),
            architecture.heads().size());
    return new Trainer(
        Networks.create(
            architecture,
            name.classes().count(),
            settings.solver(),
            Seeds.derive(settings.seed(), Seeds.Use.FILLER)),
        batches);
  }

  private RoundTrainer onEngine() {
    ExecutorRuntime.OpenDataset open = open();
    EngineDevice device = engine.open(arithmetic);
    return new OnEngine(
        EngineLearner.of(
            device,
            settings.name().network(),
            settings.solver(),
            (face, into) -> open.reader().read(open.dataset().faces().get(face), into),
            mean(open)));
  }

  private ExecutorRuntime.OpenDataset open() {
    return ExecutorRuntime.ofThisJvm().dataset(dataset, datasetSha256, hadoop.value());
  }

  private MeanImage mean(ExecutorRuntime.OpenDataset open) {
    return open.dataset().meanImage(settings.trainedOn(), settings.testFold());
  }

  private record OnEngine(EngineLearner learner) implements RoundTrainer {
    @Override
    public Result train(TrainingState start, WorkerTask task) {
      EngineLearner.Learnt learnt = learner.learn(start, task.minibatches());
      return new Result(
          learnt.state(),
          new WorkerReport(
              task.worker(), task.examples(), learnt.losses(), learnt.seconds(), Trainer.host()));
    }

    @Override
    public void close() {
      learner.close();
    }
  }
}
