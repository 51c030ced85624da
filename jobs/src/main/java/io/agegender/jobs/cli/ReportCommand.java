package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.score.report.ConsoleTable;
import io.agegender.score.report.Gatherer;
import io.agegender.score.report.ReportSettings;
import io.agegender.score.report.ReportWriter;
import io.agegender.score.report.Results;
import io.agegender.score.report.RunFolder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Gathers the predictions of all runs in a folder and writes report.html, report.md,",
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
  int run(Config config) {
    ReportSettings settings = ReportSettings.from(config);
    Configuration hadoop = new Configuration();
    Results results =
        new Gatherer(settings, hadoop, progress()).gather(RunFolder.read(path(runs), hadoop));
    Path target = path(out);
    ReportWriter.write(results, target, hadoop);
    out().print(ConsoleTable.render(results));
    out().println("report: " + new Path(target, "report.html"));
    return Problems.DONE;
  }
}
