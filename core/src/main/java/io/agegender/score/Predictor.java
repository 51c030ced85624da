// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Picture;
import io.agegender.image.PictureReader;
import io.agegender.image.PictureRules;
import io.agegender.image.Squaring;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Predicts pictures outside a dataset with the newest snapshot of a run. A picture should hold one
 * face, turned and cut as those that the run was trained on. Not thread-safe.
 */
public final class Predictor {
  private final RunSettings run;
  private final CropMode mode;
  private final Scorer scorer;
  private final PictureReader reader;
  private final long maxBytes;
  private final Configuration configuration;

  private Predictor(
      RunSettings run,
      CropMode mode,
      Scorer scorer,
      PictureRules rules,
      Configuration configuration) {
    this.run = run;
    this.mode = mode;
    this.scorer = scorer;
    this.reader = new PictureReader(rules);
    this.maxBytes = rules.maxBytes();
    this.configuration = configuration;
  }

  /**
   * Loads a run's network.
   *
   * @param mode the crops to show
   * @param rules what is accepted as a picture
   * @throws UsageException if the run has no checkpoint or no mean image
   */
  public static Predictor of(
      RunDirectory directory, CropMode mode, PictureRules rules, Configuration configuration) {
    RunSettings run = directory.run().settings();
    int iteration = Snapshots.last(directory);
    Scorer scorer =
        new Scorer(
            run.name().target().classes(),
            run.name().architecture().inputSize(),
            directory.mean(),
            new ScoreSettings(Set.of(mode), mode.crops()),
            NetworkForward.of(run, directory.checkpoints().parameters(iteration)));
    return new Predictor(run, mode, scorer, rules, configuration);
  }

  /** What the network predicts. */
  public Target target() {
    return run.name().target();
  }

  /**
   * Predicts one picture.
   *
   * @return the probability of each class, softmax averaged over the crops
   * @throws UsageException if the file is missing or no picture of the kind that is accepted
   */
  public float[] predict(Path picture) {
    // As prepare does: pictures that are only rotated are not always square.
    Squaring squaring =
        run.trainedOn() == Alignment.ALIGNED ? Squaring.NONE : Squaring.REPLICATE_EDGES;
    Picture read = reader.read(bytes(picture), squaring);
    if (read instanceof Picture.Rejected rejected) {
      throw new UsageException(
          "%s: %s: %s".formatted(picture, rejected.reason(), rejected.detail()));
    }
    byte[] record = ((Picture.Accepted) read).record();
    return scorer
        .score(1, (position, into) -> System.arraycopy(record, 0, into, 0, record.length))
        .get(0)
        .get(mode);
  }

  /** The label of the most probable class; of equal ones the first. */
  public String label(float[] probabilities) {
    List<String> labels = target().labels();
    return labels.get(Prediction.argmax(probabilities));
  }

  private byte[] bytes(Path picture) {
    FileStore file = FileStore.of(picture, configuration);
    try {
      long length = file.status("").getLen();
      if (length > maxBytes) {
        throw new UsageException(
            "%s: %d bytes, more than prepare.pictures.max-bytes, %d"
                .formatted(picture, length, maxBytes));
      }
      try (InputStream in = file.open("")) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UsageException("%s: cannot be read: %s".formatted(picture, e.getMessage()), e);
    }
  }
}
