// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.option.DatasetOption;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.prepare.InspectJob;
import io.agegender.prepare.InspectResult;
import io.agegender.prepare.InspectSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Prints counts of a dataset and draws a contact sheet of labelled faces.",
      "Counts are per fold, class and alignment; the head of the index is printed, too. The contact",
      "sheet is a PNG. Settings: section inspect."
    })
final class InspectCommand extends BaseCommand {
  @Mixin private DatasetOption dataset;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "Where the contact sheet goes (default: ${DEFAULT-VALUE}).")
  private String sheet = "contact-sheet.png";

  @Override
  protected int run(Config config) {
    InspectResult result =
        InspectJob.run(
            SettingsReader.read(config, InspectSettings::read),
            dataset.path(),
            path(sheet),
            FileSystemSettings.now());
    out().println(result.counts());
    result.head().forEach(out()::println);
    out().println("contact sheet: " + result.sheet());
    return Problems.DONE;
  }
}
