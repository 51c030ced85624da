// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.heatmap.sheet.HeatmapPage;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.report.Findings;
import io.agegender.report.FoldState;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.RunFolder;
import io.agegender.report.gather.RunResult;
import io.agegender.report.people.People;
import io.agegender.report.people.PeopleGatherer;
import io.agegender.report.render.ConsoleTable;
import io.agegender.report.render.ReportWriter;
import io.agegender.storage.FileStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

  @Option(
      names = "--heatmaps",
      paramLabel = "DIR",
      description =
          "A folder that heatmap wrote; the report links to its page (default: heatmaps beside the runs, if it shows some of them).")
  private String heatMaps;

  @Override
  protected int run(Config config) {
    Optional<Path> page = Optional.ofNullable(heatMaps).map(maps -> page(path(maps)));
    Results results =
        write(
            SettingsReader.read(config, ReportSettings::read),
            new Places(path(runs), path(out), page, facesShown(config)),
            progress(),
            out());
    return failed(results) ? Problems.PARTLY : Problems.DONE;
  }

  /** Whether a run failed or is damaged, so that its figures are missing. */
  private static boolean failed(Results results) {
    return results.cells().stream()
        .flatMap(cell -> cell.folds().stream())
        .anyMatch(fold -> fold.state() == FoldState.FAILED);
  }

  /** Whether the report shows faces of the dataset: {@code report.faces}. */
  enum Faces {
    EXAMPLES,
    NONE
  }

  static boolean facesShown(Config config) {
    return SettingsReader.read(
            config, reader -> reader.section("report").choice(Faces.class, "faces"))
        == Faces.EXAMPLES;
  }

  private static Path page(Path maps) {
    FileStore store = FileStore.of(maps, FileSystemSettings.now());
    if (!store.isFile("index.html")) {
      throw new UsageException(
          "--heatmaps %s: it has no index.html; name a folder that heatmap wrote and finished"
              .formatted(maps));
    }
    return store.path("index.html");
  }

  /**
   * Where what is.
   *
   * @param target where the report goes
   * @param heatMaps the page of the runs' heat maps; else it is looked for beside the runs
   * @param faces whether the report shows faces
   */
  record Places(Path runs, Path target, Optional<Path> heatMaps, boolean faces) {}

  /** Writes the report on a folder of runs and prints the table. */
  static Results write(
      ReportSettings settings, Places places, Progress.Factory progress, PrintWriter out) {
    Configuration hadoop = FileSystemSettings.now();
    List<RunResult> found = RunFolder.read(places.runs(), hadoop);
    Results results = new Gatherer(settings, hadoop, progress).gather(found);
    People people = new PeopleGatherer(places.runs(), places.faces(), hadoop).gather(results);
    ReportWriter.write(
        results,
        Optional.of(people),
        places.target(),
        places.heatMaps().or(() -> beside(places.runs(), found, hadoop)),
        hadoop);
    out.print(ConsoleTable.render(results));
    Findings.of(results).forEach(finding -> out.println("finding: " + finding));
    out.println("report: " + new Path(places.target(), "report.html"));
    return results;
  }

  private static Optional<Path> beside(Path runs, List<RunResult> found, Configuration hadoop) {
    return HeatmapPage.showing(
        FileStore.of(new Path(runs, "../" + HeatmapPage.FOLDER), hadoop),
        found.stream()
            .map(run -> "%s/fold-%d".formatted(run.run(), run.testFold()))
            .collect(Collectors.toSet()));
  }
}
