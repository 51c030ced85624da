// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.adience.sample.SyntheticFaces;
import io.agegender.caffe.PretrainedModel;
import io.agegender.caffe.RandomWeights;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainResult;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.network.definition.Initialisation;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareSettings;
import io.agegender.prepare.VerifyJob;
import io.agegender.prepare.VerifyResult;
import io.agegender.regression.Measure;
import io.agegender.regression.baseline.Baseline;
import io.agegender.regression.baseline.Check;
import io.agegender.regression.baseline.Checks;
import io.agegender.regression.baseline.ErrorCode;
import io.agegender.report.Findings;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.RunFolder;
import io.agegender.report.render.ReportWriter;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Makes everything of a nightly run in a folder: pictures, dataset, runs, predictions, report, each
 * with a check.
 */
final class NightlyJob {
  /** Those of a report that hold nothing but figures. */
  private static final List<String> REPORT_FILES =
      List.of("results.json", "results.csv", "folds.csv", "comparisons.csv");

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final Config config;
  private final NightlySettings settings;
  private final Optional<Baseline> baseline;
  private final FileStore work;
  private final Progress.Factory progress;
  private final List<Check> checks = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  /**
   * @param baseline what it will be compared with; empty if it becomes the baseline
   * @param work an empty folder
   */
  NightlyJob(
      SparkSession session,
      Config config,
      NightlySettings settings,
      Optional<Baseline> baseline,
      FileStore work,
      Progress.Factory progress) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.hadoop = spark.hadoopConfiguration();
    this.config = config;
    this.settings = settings;
    this.baseline = baseline;
    this.work = work;
    this.progress = progress;
  }

  /** What was made so far, in order. */
  List<Check> checks() {
    return List.copyOf(checks);
  }

  /** Figures that are implausibly far from the published ones. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /** Makes everything; what was made before a failure is in {@link #checks}. */
  void run() {
    add(this::raw);
    add(this::dataset);
    add(this::pretrained);
    addRuns(config, work, checks, findings);
  }

  /** The runs alone, with another seed and in another folder, on this nightly run's dataset. */
  List<Check> again(long seed, FileStore folder) {
    List<Check> made = new ArrayList<>();
    addRuns(
        config.withValue("seed", ConfigValueFactory.fromAnyRef(seed)),
        folder,
        made,
        new ArrayList<>());
    return made;
  }

  private void add(Supplier<List<Check>> step) {
    timed(step, checks);
  }

  private static void timed(Supplier<List<Check>> step, List<Check> into) {
    long began = System.nanoTime();
    List<Check> made = step.get();
    double seconds = (System.nanoTime() - began) / 1e9;
    made.forEach(check -> into.add(check.with(Measure.Kind.SECONDS, seconds / made.size())));
  }

  private List<Check> raw() {
    Map<String, String> facts = new LinkedHashMap<>();
    FileStore raw = FileStore.of(rawFolder(), hadoop);
    if (settings.raw().isEmpty()) {
      SampleSettings sample = SettingsReader.read(config, SampleSettings::read);
      generate(sample, raw);
      facts.put("settings.seed", String.valueOf(sample.seed()));
      facts.put("settings.sample.faces", String.valueOf(sample.faces()));
      facts.put("settings.sample.size", String.valueOf(sample.size()));
    } else if (raw.exists("")) {
      facts.put("settings.raw", raw.title());
    } else {
      throw ErrorCode.INPUT_MOVED.usage(
          "nightly.raw: there is no folder %s any more".formatted(raw.title()));
    }
    return List.of(Checks.tree("raw pictures", raw, List.copyOf(raw.lengths().keySet()), facts));
  }

  /** Pictures are generated on a disk of this machine, and brought from there elsewhere. */
  private void generate(SampleSettings sample, FileStore raw) {
    if (raw.isLocal()) {
      SyntheticFaces.load().generate(sample, raw.localPath(""), progress);
      return;
    }
    FileStore local = temporaryFolder();
    try {
      SyntheticFaces.load().generate(sample, local.localPath(""), progress);
      for (String file : local.lengths().keySet()) {
        raw.write(file, out -> out.write(local.read(file)));
      }
    } finally {
      local.delete("");
    }
  }

  private FileStore temporaryFolder() {
    try {
      return FileStore.of(new Path(Files.createTempDirectory("agegender-nightly").toUri()), hadoop);
    } catch (IOException e) {
      throw new FailedException(
          "cannot make a temporary folder for the pictures: %s; free space in java.io.tmpdir"
              .formatted(e.getMessage()),
          e);
    }
  }

  private Path rawFolder() {
    return settings.raw().orElse(work.path("raw"));
  }

  private List<Check> dataset() {
    PrepareJob.run(
        session,
        SettingsReader.read(config, PrepareSettings::read),
        rawFolder(),
        datasetPath(),
        progress);
    VerifyResult verified = VerifyJob.run(session, datasetPath(), progress);
    if (!verified.isSound()) {
      throw new FailedException(
          "the dataset that was just made is damaged: " + String.join("; ", verified.problems()));
    }
    return List.of(Checks.dataset(FileStore.of(datasetPath(), hadoop)));
  }

  private Path datasetPath() {
    return work.path("dataset");
  }

  /** The models that runs start from: with random weights, or those of the settings' folder. */
  private List<Check> pretrained() {
    List<Check> made = new ArrayList<>();
    if (settings.start() == NightlySettings.PretrainedFrom.RANDOM) {
      settings.runs().stream()
          .map(run -> run.settings(config).name())
          .filter(name -> name.initialisation() != Initialisation.FROMSCRATCH)
          .map(name -> PretrainedModel.of(name.initialisation(), name.architecture()))
          .distinct()
          .forEach(
              model -> {
                RandomWeights.write(model, config.getLong("seed"), startFolder(), hadoop);
                made.add(
                    Checks.files(
                        "start weights " + model.fileName(),
                        FileStore.of(startFolder(), hadoop),
                        List.of(model.fileName()),
                        Map.of("settings.seed", config.getValue("seed").unwrapped().toString())));
              });
    }
    return made;
  }

  private Path startFolder() {
    return settings.start() == NightlySettings.PretrainedFrom.RANDOM
        ? work.path("pretrained")
        : SettingsReader.read(config, s -> s.path("pretrained.folder"));
  }

  private void addRuns(Config effective, FileStore folder, List<Check> into, List<String> found) {
    for (NightlyRun run : settings.runs()) {
      RunSettings trained = run.settings(effective);
      timed(() -> List.of(train(trained, folder.path("runs"), progress)), into);
      if (run.interruptAt() > 0) {
        timed(() -> List.of(resumed(run, trained, folder.path("resumed"))), into);
      }
    }
    for (RunDirectory run : RunDirectory.list(folder.path("runs"), hadoop)) {
      timed(() -> List.of(score(run)), into);
    }
    timed(() -> List.of(report(folder, found)), into);
  }

  private Check train(RunSettings run, Path runs, Progress.Factory shown) {
    return Checks.run("train/" + run.title(), trained(run, runs, shown).directory());
  }

  private TrainResult trained(RunSettings run, Path runs, Progress.Factory shown) {
    return new TrainJob(spark, PretrainedSettings.of(startFolder()), shown)
        .run(
            datasetPath(),
            runs,
            run,
            SettingsReader.read(config, TrainSettings::read).retention(),
            "");
  }

  private Check resumed(NightlyRun run, RunSettings settings, Path runs) {
    try {
      trained(settings, runs, Interruption.at(run.interruptAt(), progress));
      throw new FailedException(
          "%s did not stop at iteration %d".formatted(settings.title(), run.interruptAt()));
    } catch (Interruption expected) {
      TrainResult result = trained(settings, runs, progress);
      if (result.startedAt() == 0) {
        throw new FailedException(
            "%s was stopped at iteration %d and began anew instead of going on from its checkpoint"
                .formatted(settings.title(), run.interruptAt()),
            expected);
      }
      return Checks.run("resumed/" + settings.title(), result.directory())
          .as("resumed/" + settings.title(), "train/" + settings.title());
    }
  }

  /** In batches as large as the baseline's: the last bits depend on them. */
  private Check score(RunDirectory run) {
    String name = "score/" + run.run().settings().title();
    ScoreSettings scoring = SettingsReader.read(config, ScoreSettings::read);
    int batch =
        baseline
            .flatMap(before -> before.check(name))
            .flatMap(Checks::scoringBatch)
            .orElse(scoring.batchSize());
    Path file =
        new ScoreJob(spark, new ScoreSettings(scoring.cropModes(), batch), progress)
            .run(datasetPath(), run, ScoreRequest.PUBLISHED)
            .get(0);
    return Checks.predictions(name, PredictionsFile.read(file, hadoop));
  }

  private Check report(FileStore folder, List<String> found) {
    Results results =
        new Gatherer(SettingsReader.read(config, ReportSettings::read), hadoop, progress)
            .gather(RunFolder.read(folder.path("runs"), hadoop));
    Path report = folder.path("report");
    ReportWriter.write(results, report, hadoop);
    found.addAll(Findings.of(results));
    Map<Measure, Double> accuracies = new LinkedHashMap<>();
    results
        .cells()
        .forEach(
            cell ->
                cell.rows()
                    .accuracy()
                    .mean()
                    .ifPresent(
                        mean -> accuracies.put(Measure.Kind.MEAN_ACCURACY.of(cell.key()), mean)));
    return Checks.files("report", FileStore.of(report, hadoop), REPORT_FILES, Map.of())
        .withFigures(accuracies);
  }
}
