// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.progress.LogProgress;
import io.agegender.report.PublishedTable;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.MadeRuns;
import io.agegender.report.gather.RunResult;
import io.agegender.run.RunName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers and reports 190 made-up runs (38 configurations, 5 test folds of Adience's sizes) of some
 * snapshots each, in the memory that it is to get by with. It is not part of the tests, as a busy
 * machine would fail it:
 *
 * <pre>mvn test -pl core -Dtest=ReportBenchmark -Dtest.heap=-Xmx2g</pre>
 */
class ReportBenchmark {
  private static final Logger LOG = LoggerFactory.getLogger(ReportBenchmark.class);
  private static final int SNAPSHOTS = 5;

  @Test
  void gathersWithinAMinute(@TempDir Path dir) throws IOException {
    Path predictions = Files.createDirectories(dir.resolve("predictions"));
    List<RunResult> runs = new ArrayList<>();
    for (RunName run : RunName.all()) {
      for (int fold = 0; fold < 5; fold++) {
        int rows = PublishedTable.published().testRows().get(run.target()).get(fold);
        if (skipped(run, fold)) {
          continue;
        }
        runs.add(MadeRuns.realistic(predictions, run, fold, rows, SNAPSHOTS));
      }
    }
    long bytes = 0;
    for (RunResult run : runs) {
      for (var path : run.predictions()) {
        bytes += Files.size(Path.of(path.toUri()));
      }
    }
    System.gc();
    long start = System.nanoTime();
    Results results =
        new Gatherer(
                SettingsReader.read(Settings.defaults(), ReportSettings::read),
                MadeRuns.CONFIGURATION,
                (task, total, unit) -> new LogProgress(task, total, unit, Duration.ofSeconds(5)))
            .gather(runs);
    double gathered = (System.nanoTime() - start) / 1e9;
    ReportWriter.write(
        results,
        new org.apache.hadoop.fs.Path(dir.resolve("report").toUri()),
        MadeRuns.CONFIGURATION);
    double written = (System.nanoTime() - start) / 1e9 - gathered;
    LOG.info(
        String.format(
            Locale.ROOT,
            "%d runs, %d snapshots each, %.1f MB: gathered in %.1f s, written in %.1f s",
            runs.size(),
            SNAPSHOTS,
            bytes / 1e6,
            gathered,
            written));
    assertThat(gathered + written).isLessThan(60);
  }

  /** Two holes, so that the page has missing folds to show. */
  private static boolean skipped(RunName run, int fold) {
    String name = run.toString();
    return (name.equals("age_imdbwiki_vgg16") && fold == 3)
        || (name.equals("gender_net_definitions_unaligned") && fold != 2);
  }
}
