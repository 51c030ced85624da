// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Target;
import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.PretrainedWeights;
import io.agegender.caffe.WeightsExport;
import io.agegender.dataset.Dataset;
import io.agegender.definitions.DefinitionFolder;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.SampleDataset;
import io.agegender.network.Networks;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ExportWeightsJobTest {
  private static final Retention KEEP = new Retention(2, 0);
  private static final RunName NAME = RunName.parse("gender_net_definitions");
  private static final RunSettings SETTINGS =
      RunSettings.builder(NAME)
          .schedule("test")
          .solver(new SolverSettings(0.001, 0.1, 10, 0.9, 0.0005))
          .batch(2)
          .batchMode(BatchMode.PER_WORKER)
          .iterations(20)
          .checkpointEvery(10)
          .seed(3)
          .build();

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path dir;

  @Test
  void aCheckpointIsWrittenAndReadBackToTheBit() throws Exception {
    Dataset data = Dataset.open(SampleDataset.path(), hadoop);
    RunDirectory run = run(data.manifest().sha256());
    run.keepMean(data.meanImage(NAME.alignment(), 0));
    ComputationGraph trained = network(5);
    run.checkpoints().save(TrainingState.of(network(4), 10), OptionalDouble.empty(), KEEP);
    run.checkpoints().save(TrainingState.of(trained, 20), OptionalDouble.empty(), KEEP);

    WeightsExport files = ExportWeightsJob.run(run.path(), Optional.empty(), path("out"), hadoop);
    assertThat(files.weights().getName())
        .isEqualTo("gender_net_definitions-fold-0-iteration-20.caffemodel");
    ComputationGraph again = network(6);
    PretrainedWeights.load(files.weights(), "", hadoop, again);
    assertThat(FloatChunks.of(again.params()).sha256())
        .isEqualTo(FloatChunks.of(trained.params()).sha256());
    assertThat(BinaryProto.read(files.mean(), hadoop).values())
        .isEqualTo(data.meanImage(NAME.alignment(), 0).values());
    assertThat(Files.readAllLines(java.nio.file.Path.of(files.labels().toUri())))
        .containsExactly("m", "f");
    DefinitionFolder definitions =
        DefinitionFolder.read(FileStore.of(path("out"), hadoop), Optional.of(Target.GENDER));
    assertThat(definitions.problems()).isEmpty();
    assertThat(definitions.nets().get("train_val.prototxt").network())
        .isEqualTo(NAME.network().definition());
    assertThat(definitions.nets().get("train_val.prototxt").train().orElseThrow().meanFile())
        .isEqualTo(files.mean().getName());
    assertThat(definitions.solvers().get("solver.prototxt").solver()).isEqualTo(SETTINGS.solver());
    assertThat(definitions.deploy()).isPresent();

    WeightsExport earlier = ExportWeightsJob.run(run.path(), Optional.of(10), path("out"), hadoop);
    PretrainedWeights.load(earlier.weights(), "", hadoop, again);
    assertThat(again.params()).isEqualTo(network(4).params());
  }

  @Test
  void runsWithoutThatCheckpointOrMeanAreRefused() {
    RunDirectory other = run("0000");
    assertThatThrownBy(() -> export(other, Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no checkpoint yet");
    other.checkpoints().save(TrainingState.of(network(4), 10), OptionalDouble.empty(), KEEP);
    assertThatThrownBy(() -> export(other, Optional.of(7)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no checkpoint of iteration 7; it has [10]");
    assertThatThrownBy(() -> export(other, Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("mean.binaryproto");
  }

  private WeightsExport export(RunDirectory run, Optional<Integer> iteration) {
    return ExportWeightsJob.run(run.path(), iteration, path("out"), hadoop);
  }

  private RunDirectory run(String datasetSha256) {
    RunRecord record =
        new RunRecord(
            "0123456789abcdef", SETTINGS, SampleDataset.path().toString(), datasetSha256, Map.of());
    return RunDirectory.create(path("runs-" + datasetSha256), record, "", hadoop);
  }

  private static ComputationGraph network(long seed) {
    return Networks.create(NAME.architecture(), NAME.target().classes(), SETTINGS.solver(), seed);
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }
}
