// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.report.Findings;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.RunFolder;
import io.agegender.report.render.ConsoleTable;
import io.agegender.report.render.ReportWriter;
import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Gathers the predictions of all runs in a folder and writes the report.",
      "It writes report.html, report.md,",
      "results.json, CSV files and plots, each figure beside the published one.",
      "Snapshot selection, tolerance and intervals: section report."
    })
final class ReportCommand extends BaseCommand {
  @Option(
      names = "--runs",
      required = true,
      paramLabel = "DIR",
      description = "The folder that train or sweep wrote to.")
  private String runs;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the report goes; an older report in its place is replaced.")
  private String out;

  @Override
  protected int run(Config config) {
    write(ReportSettings.from(config), path(runs), path(out), progress(), out());
    return Problems.DONE;
  }

  /** Writes the report on a folder of runs and prints the table. */
  static void write(
      ReportSettings settings, Path runs, Path target, Progress.Factory progress, PrintWriter out) {
    Configuration hadoop = new Configuration();
    Results results = new Gatherer(settings, hadoop, progress).gather(RunFolder.read(runs, hadoop));
    ReportWriter.write(results, target, hadoop);
    out.print(ConsoleTable.render(results));
    Findings.of(results).forEach(finding -> out.println("finding: " + finding));
    out.println("report: " + new Path(target, "report.html"));
  }
}
