// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train.start;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Pixels;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Whether the faces that a run is tested on were trained on by the run that it starts from. */
public final class PretrainingLeak {
  private PretrainingLeak() {}

  /** Sentences on what was found: nothing if all is well or nothing was started from. */
  public static List<String> check(
      PretrainedSource start, Dataset data, RunSettings settings, Configuration hadoop) {
    Optional<RunRecord> before = start.run(settings.name()).map(run -> run.run());
    if (before.isEmpty()) {
      return List.of();
    }
    try {
      Dataset earlier = Dataset.open(new Path(before.get().dataset()), hadoop);
      if (!earlier.manifest().sha256().equals(before.get().datasetSha256())) {
        return List.of(unknown(before.get(), "another dataset is there now"));
      }
      return found(before.get(), earlier, data, settings);
    } catch (UsageException | FailedException e) {
      return List.of(unknown(before.get(), e.getMessage()));
    }
  }

  private static String unknown(RunRecord before, String why) {
    return "it was not looked whether test faces were trained on before, for the dataset of %s cannot be read: %s"
        .formatted(before.settings().title(), why);
  }

  private static List<String> found(
      RunRecord before, Dataset earlier, Dataset data, RunSettings settings) {
    Map<Integer, List<Face>> learnt = new HashMap<>();
    for (Face face : faces(earlier, before.settings(), Subset.TRAIN)) {
      learnt.computeIfAbsent(face.place().crc32c(), crc -> new ArrayList<>()).add(face);
    }
    Set<String> subjects = new HashSet<>();
    int pictures = 0;
    List<Face> tested = faces(data, settings, Subset.TEST);
    try (FaceReader old = earlier.reader();
        FaceReader now = data.reader()) {
      byte[] one = new byte[Pixels.RECORD];
      byte[] other = new byte[Pixels.RECORD];
      for (Face face : tested) {
        for (Face twin : learnt.getOrDefault(face.place().crc32c(), List.of())) {
          now.read(face, one);
          old.read(twin, other);
          if (Arrays.equals(one, other)) {
            pictures++;
            subjects.add(face.key().subject());
            break;
          }
        }
      }
    }
    return pictures == 0
        ? List.of()
        : List.of(
            "%d of %d test pictures (%d subjects) have the pixels of pictures that %s was trained on, so its accuracy is higher than on strangers; start from a run with the same test fold, or of other people"
                .formatted(pictures, tested.size(), subjects.size(), before.settings().title()));
  }

  private static List<Face> faces(Dataset data, RunSettings settings, Subset subset) {
    return data
        .split(settings.name().target(), settings.trainedOn(), settings.testFold(), subset)
        .stream()
        .map(Sample::face)
        .distinct()
        .map(data.faces()::get)
        .toList();
  }
}
