// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.adience.sample.SampleSettings;
import io.agegender.adience.sample.SyntheticFaces;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.heatmap.HeatmapSettings;
import io.agegender.heatmap.sheet.HeatmapPage;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.cli.explain.HeatmapCommand;
import io.agegender.jobs.heatmap.HeatmapJob;
import io.agegender.jobs.heatmap.HeatmapRequest;
import io.agegender.jobs.heatmap.HeatmapResult;
import io.agegender.jobs.sweep.SweepJob;
import io.agegender.jobs.sweep.SweepResult;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareResult;
import io.agegender.prepare.PrepareSettings;
import io.agegender.report.ReportSettings;
import io.agegender.run.RunDirectory;
import io.agegender.score.ScoreSettings;
import io.agegender.score.Snapshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender demo}: the whole way from pictures to a table on synthetic faces. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Goes the whole way with synthetic faces: a dataset, trained networks, their table.",
      "It generates faces, prepares a dataset, trains age and gender networks with two workers, scores the",
      "test folds and prints the table. Settings: conf/demo.conf. Started again, it resumes."
    })
final class DemoCommand extends SparkCommand<DemoCommand.Request> {
  /** Set by submit/agegender: where conf/ is. */
  private static final String HOME = "agegender.home";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where everything goes (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("agegender-demo");

  @Override
  protected Optional<Path> defaultConfiguration() {
    return shipped("demo.conf");
  }

  /** What it does, step by step. */
  record Request(
      SampleSettings sample,
      PrepareSettings prepare,
      SweepSettings sweep,
      TrainSettings train,
      ScoreSettings score,
      Shown shown,
      PretrainedSettings start,
      String effective) {}

  /** What is made of the trained networks. */
  private record Shown(ReportSettings report, HeatmapSettings heatmap) {}

  /** A file of conf/; none where the program was not started by submit/agegender. */
  static Optional<Path> shipped(String file) {
    return Optional.ofNullable(System.getProperty(HOME)).map(home -> Path.of(home, "conf", file));
  }

  @Override
  protected Request settings(SettingsReader reader) {
    return new Request(
        SampleSettings.read(reader),
        PrepareSettings.read(reader),
        SweepSettings.read(reader),
        TrainSettings.read(reader),
        ScoreSettings.read(reader),
        new Shown(ReportSettings.read(reader), HeatmapSettings.read(reader)),
        start(reader),
        effective(reader));
  }

  @Override
  protected boolean computes() {
    return true;
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    Path raw = out.resolve("raw");
    if (!Files.isRegularFile(raw.resolve("fold_0_data.txt"))) {
      SyntheticFaces.load().generate(request.sample, raw, progress());
    }
    org.apache.hadoop.fs.Path dataset = path(out.resolve("dataset").toString());
    PrepareResult prepared =
        PrepareJob.run(spark, request.prepare, path(raw.toString()), dataset, progress());
    out().println(prepared.accounting());
    org.apache.hadoop.fs.Path runs = path(out.resolve("runs").toString());
    SweepResult sweep =
        new SweepJob(
                new JavaSparkContext(spark.sparkContext()),
                request.start,
                request.score,
                progress(),
                Tracker.NONE)
            .run(
                new SweepJob.Places(dataset, runs, request.effective),
                request.sweep,
                request.train);
    SweepCommand.print(out(), sweep);
    out().println();
    Optional<org.apache.hadoop.fs.Path> page =
        explain(new JavaSparkContext(spark.sparkContext()), request, dataset, runs);
    ReportCommand.write(
        request.shown.report,
        new ReportCommand.Places(runs, path(out.resolve("report").toString()), page, true),
        progress(),
        out());
    return SweepCommand.exitCode(sweep);
  }

  /** A sheet of the network of each target that left out the first fold. */
  private Optional<org.apache.hadoop.fs.Path> explain(
      JavaSparkContext context,
      Request request,
      org.apache.hadoop.fs.Path dataset,
      org.apache.hadoop.fs.Path runs) {
    List<RunDirectory> first =
        RunDirectory.list(runs, context.hadoopConfiguration()).stream()
            .filter(run -> run.run().settings().testFold() == request.sweep.testFolds().get(0))
            .filter(run -> !run.checkpoints().iterations().isEmpty())
            .toList();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    HeatmapResult result =
        new HeatmapJob(context, request.shown.heatmap, request.prepare.pictures(), progress())
            .run(
                new HeatmapRequest(
                    Optional.of(dataset),
                    List.of(),
                    List.of(),
                    Snapshots.LAST,
                    Subset.TEST,
                    Optional.empty(),
                    path(out.resolve(HeatmapPage.FOLDER).toString()),
                    Optional.empty()),
                first);
    HeatmapCommand.print(out(), result);
    return Optional.of(result.page());
  }
}
