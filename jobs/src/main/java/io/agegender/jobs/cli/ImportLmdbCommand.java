// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.prepare.lmdb.ImportLmdbJob;
import io.agegender.prepare.lmdb.ImportLmdbResult;
import io.agegender.prepare.lmdb.ImportLmdbSettings;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender import-lmdb}. */
@Command(
    name = "import-lmdb",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a dataset out of the original's LMDBs: each picture once, the lists entry for entry.",
      "Settings: section import-lmdb."
    })
final class ImportLmdbCommand extends BaseCommand {
  @Option(
      names = "--lmdb",
      required = true,
      paramLabel = "DIR",
      description = "The local folder with lmdb, lmdb_unaligned, lmdb_mixed or some of them.")
  private Path lmdb;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The dataset's folder; empty or not there yet.")
  private String out;

  @Override
  protected int run(Config config) {
    ImportLmdbResult result =
        ImportLmdbJob.run(
            SettingsReader.read(config, ImportLmdbSettings::read),
            lmdb,
            path(out),
            FileSystemSettings.now(),
            progress());
    out().println(result.accounting());
    result.missing().forEach(list -> out().printf("not there, so its list is empty: %s%n", list));
    out()
        .printf(
            "dataset %s: %d faces out of %d entries of %d LMDBs; %d entries rejected, %d conflicts,"
                + " %d lines without an entry; manifest sha256 %s%n",
            out,
            result.counts().faces(),
            result.counts().entries(),
            result.lmdbs(),
            result.counts().rejected(),
            result.counts().conflicts(),
            result.counts().skipped(),
            result.identity());
    return Problems.DONE;
  }
}
