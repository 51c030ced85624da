// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.AccountingPage;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareResult;
import io.agegender.prepare.PrepareSettings;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender prepare}. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a dataset out of a raw Adience tree: each picture is decoded once and stored once.",
      "An interrupted attempt is completed. Settings: section prepare."
    })
final class PrepareCommand extends SparkCommand<PrepareSettings> {
  @Option(
      names = "--raw",
      required = true,
      paramLabel = "DIR",
      description = "The folder with faces/, aligned/ and fold_0_data.txt to fold_4_data.txt.")
  private String raw;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The dataset's folder; empty, not there yet, or of an unfinished attempt.")
  private String out;

  @Override
  protected PrepareSettings settings(SettingsReader reader) {
    return PrepareSettings.read(reader);
  }

  @Override
  protected int run(SparkSession spark, PrepareSettings settings) {
    PrepareResult result = PrepareJob.run(spark, settings, path(raw), path(out), progress());
    out().println(AccountingPage.of(result.accounting()));
    out()
        .printf(
            "dataset %s: %d faces of %d rows, %d rejected, manifest sha256 %s%n",
            out, result.faces(), result.rows(), result.rejected(), result.identity());
    return Problems.DONE;
  }
}
