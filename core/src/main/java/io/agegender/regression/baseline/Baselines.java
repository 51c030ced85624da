// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.util.Locale;
import java.util.Optional;

/**
 * The baselines in a folder, {@code baselines/0001.json} and upwards. The one with the highest
 * number counts; older ones stay.
 *
 * @param storage the folder of the nightly runs
 */
public record Baselines(FileStore storage) {
  private static final String FOLDER = "baselines";
  private static final String NAME = "\\d{4,9}\\.json";

  /**
   * The one that counts.
   *
   * @throws UsageException if there is none, or it is of another format
   */
  public Baseline current() {
    int number =
        newest()
            .orElseThrow(
                () ->
                    ErrorCode.NO_BASELINE.usage(
                        "%s holds no baseline: look at a nightly run and record it with nightly --accept --reason \"...\""
                            .formatted(storage.path(FOLDER))));
    return read(number);
  }

  /**
   * Records a further one, which counts from now on.
   *
   * @throws FailedException if it cannot be written; the one before then still counts
   */
  public Baseline add(RegressionRun nightly, String reason, Bands bands) {
    Baseline baseline =
        new Baseline(newest().orElse(0) + 1, nightly.finished(), reason, bands, nightly.checks());
    storage.write(file(baseline.number()), out -> out.write(RegressionJson.write(baseline)));
    return baseline;
  }

  private Baseline read(int number) {
    String file = file(number);
    try {
      return RegressionJson.readBaseline(number, storage.path(file).toString(), storage.read(file));
    } catch (UsageException e) {
      throw ErrorCode.BASELINE_FORMAT.usage(e.getMessage());
    }
  }

  private Optional<Integer> newest() {
    return storage.list(FOLDER).stream()
        .map(file -> file.getPath().getName())
        .filter(name -> name.matches(NAME))
        .map(name -> Integer.parseInt(name.replace(".json", "")))
        .max(Integer::compare);
  }

  private static String file(int number) {
    return String.format(Locale.ROOT, "%s/%04d.json", FOLDER, number);
  }
}
