// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import io.agegender.adience.Alignment;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.NetWriter;
import io.agegender.network.definition.prototxt.SolverDefinition;
import io.agegender.network.definition.prototxt.SolverWriter;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.run.Schedule;
import io.agegender.run.Schedules;
import java.util.List;
import java.util.Optional;

/**
 * All that Caffe needs to train one test fold.
 *
 * @param network the network of the phase TRAIN
 * @param train where training takes its pictures from
 * @param test where validation takes its pictures from
 * @param solver how it learns
 */
public record TrainingDefinition(
    NetworkDefinition network, DataLayer train, Optional<DataLayer> test, SolverDefinition solver) {

  /**
   * A built-in configuration as the original's files describe it; validation reads the validation
   * faces, for VGG16 too.
   *
   * @param testFold 0 to 4
   * @param schedule such as {@code committed}
   */
  public static TrainingDefinition of(
      RunName run, int testFold, Schedules schedules, String schedule) {
    Schedule s = schedules.of(schedule, run, testFold);
    SolverDefinition solver =
        new SolverDefinition(
            Optional.of("train_val_test_fold_is_%d.prototxt".formatted(testFold)),
            s.solver(),
            s.iterations(),
            s.snapshotInterval(),
            List.of());
    return of(run, testFold, s.trainedOn(), s.batchSize(), solver);
  }

  /**
   * What a run was trained with.
   *
   * @param meanFile name of the file with its mean image
   */
  public static TrainingDefinition of(RunSettings run, String meanFile) {
    SolverDefinition solver =
        new SolverDefinition(
            Optional.of("train_val.prototxt"),
            run.solver(),
            run.iterations(),
            run.checkpointEvery(),
            List.of());
    TrainingDefinition trained =
        of(run.name(), run.testFold(), run.trainedOn(), run.batch(), solver).withMean(meanFile);
    return run.mirror() ? trained : trained.unmirrored();
  }

  private TrainingDefinition withMean(String file) {
    return new TrainingDefinition(
        network, withMean(train, file), test.map(d -> withMean(d, file)), solver);
  }

  private TrainingDefinition unmirrored() {
    DataLayer plain =
        new DataLayer(train.batch(), train.size(), false, train.source(), train.meanFile());
    return new TrainingDefinition(network, plain, test, solver);
  }

  private static DataLayer withMean(DataLayer data, String file) {
    return new DataLayer(data.batch(), data.size(), data.mirror(), data.source(), file);
  }

  private static TrainingDefinition of(
      RunName run, int testFold, Alignment faces, int batch, SolverDefinition solver) {
    NetworkDefinition network = run.network().definition();
    int size = network.input().size();
    String lmdb =
        "DATA/lmdb%s/Test_fold_is_%d/%s_".formatted(faces.suffix(), testFold, run.target().key());
    String mean =
        "DATA/mean_image%s/Test_fold_is_%d/mean.binaryproto".formatted(faces.suffix(), testFold);
    return new TrainingDefinition(
        network,
        new DataLayer(batch, size, true, lmdb + "train_lmdb", mean),
        Optional.of(new DataLayer(batch, size, false, lmdb + "val_lmdb", mean)),
        solver);
  }

  /** The text of {@code train_val.prototxt}. */
  public String trainVal() {
    return NetWriter.training(network, train, test);
  }

  /** The text of {@code deploy.prototxt}. */
  public String deploy() {
    return NetWriter.deploy(network);
  }

  /**
   * The text of {@code solver.prototxt}.
   *
   * @param snapshotPrefix start of the names of Caffe's snapshots
   */
  public String solver(String snapshotPrefix) {
    return SolverWriter.write(solver, snapshotPrefix);
  }
}
