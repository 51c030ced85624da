package io.agegender.jobs.sweep;

import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainResult;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.problem.FailedException;
import io.agegender.run.RunName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains and scores every run of a selection; one that fails does not stop the others. */
public final class SweepJob {
  private static final Logger LOG = LoggerFactory.getLogger(SweepJob.class);

  private final TrainJob training;
  private final ScoreJob scoring;

  /**
   * @param training trains a run
   * @param scoring scores it
   */
  public SweepJob(TrainJob training, ScoreJob scoring) {
    this.training = training;
    this.scoring = scoring;
  }

  /**
   * Runs the sweep.
   *
   * @param dataset where the dataset is
   * @param runs the folder of all runs; finished ones in it are not trained again
   * @param effectiveConfiguration HOCON text that is kept beside each run
   * @throws io.agegender.problem.UsageException if the model that a run starts from is missing
   */
  public SweepResult run(
      Path dataset,
      Path runs,
      SweepSettings selection,
      TrainSettings settings,
      String effectiveConfiguration) {
    // A model that is missing would otherwise be noticed hours later.
    selection.runs().forEach(training::checkStart);
    List<SweepResult.Outcome> outcomes = new ArrayList<>();
    for (int fold : selection.testFolds()) {
      for (RunName name : selection.runs()) {
        outcomes.add(one(dataset, runs, settings, name, fold, effectiveConfiguration));
      }
    }
    return new SweepResult(outcomes);
  }

  private SweepResult.Outcome one(
      Path dataset,
      Path runs,
      TrainSettings settings,
      RunName name,
      int fold,
      String configuration) {
    String title = name + "/fold-" + fold;
    try {
      TrainResult trained =
          training.run(
              dataset,
              runs,
              settings.forRun(name, fold),
              settings.keepCheckpoints(),
              configuration);
      scoring.run(dataset, trained.directory(), Optional.empty());
      return new SweepResult.Outcome(title, trained.state().parameterSha256(), "");
    } catch (FailedException e) {
      LOG.error("{} failed: {}", title, e.getMessage());
      return new SweepResult.Outcome(title, "", e.getMessage());
    }
  }
}
