// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.dataset;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.Target;
import io.agegender.adience.split.RowNumbers;
import io.agegender.adience.split.SplitReport;
import io.agegender.adience.split.SplitRules;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.build.SampleAccounting;
import io.agegender.dataset.build.SplitLists;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.table.LabelledTable;
import io.agegender.table.TableFile;
import io.agegender.table.TableReader;
import io.agegender.table.TableSettings;
import io.agegender.table.TableSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What a driver does with a table before it looks at pictures. Arguments: table, file for results.
 */
public final class TableProbe {
  private TableProbe() {}

  /** Measures. */
  public static void main(String[] args) throws IOException {
    long start = System.nanoTime();
    TableSettings settings =
        SettingsReader.read(Settings.load(Optional.empty(), List.of()), TableSettings::read);
    LabelledTable table =
        TableReader.read(
            TableFile.open(
                new org.apache.hadoop.fs.Path(Path.of(args[0]).toUri()),
                settings.columns(),
                new Configuration()),
            settings,
            1);
    double read = seconds(start);
    TableSource source =
        new TableSource(
            table,
            new SplitRules(
                SplitRules.Validation.ROWS, 1, SplitRules.Duplicates.KEEP, SplitRules.OffByOne.FIX),
            Target.GENDER,
            FaceOrigin.OTHER_DATASET,
            new TreeMap<>(),
            List.of(),
            Set.of());
    SplitLists lists = SplitLists.of(source);
    double split = seconds(start);
    RowNumbers numbers = RowNumbers.of(source.folds().rows());
    SplitReport.Rows rows =
        new SplitReport.Rows(source.folds(), numbers, source.labels(), source::pictured);
    SampleAccounting accounting = new SampleAccounting(source, Map.of());
    StringBuilder text = new StringBuilder();
    for (Target target : Target.values()) {
      for (int fold : source.folds().ids()) {
        SplitReport.of(
                rows,
                target,
                Alignment.ALIGNED,
                fold,
                lists.of(Alignment.ALIGNED, fold).get(target))
            .refuseLeaks();
      }
      Accounting account =
          accounting.account(target, Alignment.ALIGNED, lists.all(target, Alignment.ALIGNED));
      text.append(
          "%s: %d rows, %d used, %s left out, %s rejected%n"
              .formatted(
                  target.key(),
                  account.in(),
                  account.used(),
                  account.leftOut(),
                  account.rejected()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "read %.1f s, split %.1f s, accounted for %.1f s, together %.1f s; heap of %d MiB, peak %d MiB%n",
            read,
            split - read,
            seconds(start) - split,
            seconds(start),
            Runtime.getRuntime().maxMemory() >> 20,
            peak() >> 20));
    Files.writeString(Path.of(args[1]), text.toString());
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** The sum of the pools' peaks: at most so much was in use at once. */
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
