// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.adience.ClassLabels;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.PictureRules;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.training.FloatChunks;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Predicts pictures outside a dataset with the newest snapshot of a run. A picture should hold one
 * face, turned and cut as those that the run was trained on. Not thread-safe.
 *
 * @param mode the crops to show
 * @param scorer of the run's network, which shows these crops
 * @param pictures as the run's network needs them
 */
public record Predictor(RunSettings run, CropMode mode, Scorer scorer, PictureFiles pictures) {
  /**
   * Loads a run's network.
   *
   * @param mode the crops to show
   * @param rules what is accepted as a picture
   * @param network makes a run's network of its parameters
   * @throws UsageException if the run has no checkpoint or no mean image
   */
  public static Predictor of(
      RunDirectory directory,
      CropMode mode,
      PictureRules rules,
      BiFunction<RunSettings, FloatChunks, Forward> network,
      Configuration configuration) {
    RunSettings run = directory.run().settings();
    int iteration = Snapshots.LAST.of(directory).get(0);
    Scorer scorer =
        new Scorer(
            run.name().classes().count(),
            run.name().architecture().inputSize(),
            directory.mean(),
            new ScoreSettings(Set.of(mode), mode.crops()),
            network.apply(run, directory.checkpoints().parameters(iteration)));
    return new Predictor(run, mode, scorer, new PictureFiles(rules, run, configuration));
  }

  /** What the network predicts. */
  public ClassLabels classes() {
    return run.name().classes();
  }

  /**
   * Predicts one picture.
   *
   * @return the probability of each class, softmax averaged over the crops
   * @throws UsageException if the file is missing or no picture of the kind that is accepted
   */
  public float[] predict(Path picture) {
    byte[] record = pictures.read(picture);
    return scorer
        .score(1, (position, into) -> System.arraycopy(record, 0, into, 0, record.length))
        .get(0)
        .get(mode);
  }

  /** The label of the most probable class; of equal ones the first. */
  public String label(float[] probabilities) {
    List<String> labels = classes().labels();
    return labels.get(Prediction.argmax(probabilities));
  }
}
