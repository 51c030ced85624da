// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.dataset.Dataset;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.option.DatasetOption;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.prepare.lmdb.ExportLmdbJob;
import io.agegender.prepare.lmdb.ExportLmdbResult;
import io.agegender.prepare.lmdb.ExportLmdbSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender export-lmdb}. */
@Command(
    name = "export-lmdb",
    mixinStandardHelpOptions = true,
    description = {
      "Writes lists of a dataset, and the mean images, as LMDBs that Caffe reads.",
      "The layout is the original's. Settings: section export-lmdb."
    })
final class ExportLmdbCommand extends BaseCommand {
  @Mixin private DatasetOption dataset;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A local folder; empty or not there yet.")
  private Path out;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      split = ",",
      description = "age or gender (export-lmdb.targets).")
  private List<String> targets;

  @Option(
      names = "--alignment",
      paramLabel = "NAME",
      split = ",",
      description = "aligned, unaligned or mixed (export-lmdb.alignments).")
  private List<String> alignments;

  @Option(
      names = "--test-fold",
      paramLabel = "K",
      split = ",",
      description = "0 to 4 (export-lmdb.test-folds).")
  private List<Integer> testFolds;

  @Option(
      names = "--subset",
      paramLabel = "NAME",
      split = ",",
      description = "train, val, train-subset or test (export-lmdb.subsets).")
  private List<String> subsets;

  @Override
  protected List<Optional<String>> derivedSettings() {
    return List.of(
        setting("export-lmdb.targets", targets, list -> list),
        setting("export-lmdb.alignments", alignments, list -> list),
        setting("export-lmdb.test-folds", testFolds, list -> list),
        setting("export-lmdb.subsets", subsets, list -> list));
  }

  @Override
  protected int run(Config config) {
    ExportLmdbSettings settings = SettingsReader.read(config, ExportLmdbSettings::read);
    ExportLmdbResult result =
        ExportLmdbJob.run(
            Dataset.open(dataset.path(), FileSystemSettings.now()), settings, out, progress());
    result.lmdbs().forEach(out()::println);
    result.means().forEach(out()::println);
    result.empty().forEach(list -> out().printf("not written, the list is empty: %s%n", list));
    out()
        .printf(
            "%d entries in %d LMDBs and %d mean images in %s%n",
            result.entries(), result.lmdbs().size(), result.means().size(), out);
    return Problems.DONE;
  }
}
