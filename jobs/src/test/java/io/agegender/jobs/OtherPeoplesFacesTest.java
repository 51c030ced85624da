// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Face;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.score.OtherFaces;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.sweep.SweepJob;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.sweep.plan.CalibrationSettings;
import io.agegender.jobs.sweep.plan.SweepPlan;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.jobs.train.start.PretrainedSource;
import io.agegender.jobs.train.start.PretrainingLeak;
import io.agegender.network.solver.SolverSettings;
import io.agegender.prepare.InspectJob;
import io.agegender.prepare.InspectSettings;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareSettings;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.Verdict;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.RunFolder;
import io.agegender.report.people.People;
import io.agegender.report.people.PeopleGatherer;
import io.agegender.report.render.ReportWriter;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import io.agegender.table.TableFile;
import io.agegender.table.TableReader;
import io.agegender.table.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table to a report, with a run that starts from another and is scored on other faces. */
@Tag("slow")
class OtherPeoplesFacesTest {
  private static final Configuration CONF = new Configuration();
  private static final Retention KEEP = new Retention(1, 0);

  private static final String STARTED = "age_start-from_net_definitions";

  @TempDir java.nio.file.Path dir;

  @Test
  void aTableIsPreparedTrainedOnScoredAndReported() throws IOException {
    // Makes it with a session of its own.
    Path sample = SampleDataset.path();
    try (SparkSession spark = SampleDataset.spark("local[1]")) {
      Path table = table(spark, sample);
      JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
      Path models = path("none");
      RunDirectory gender =
          new TrainJob(context, PretrainedSettings.of(models), SampleDataset.silent())
              .run(table, path("runs"), settings("gender_net_definitions"), KEEP, "")
              .directory();
      assertThat(gender.run().provenance())
          .containsEntry("dataset.faces", "made-up, other-dataset");
      PretrainedSettings start = new PretrainedSettings(models, Optional.of(gender.path()));
      startFromIsAnInitialisationOfASweep(context, table, gender.path());
      RunDirectory age =
          new TrainJob(context, start.forNamed(), SampleDataset.silent())
              .run(table, path("runs"), settings(STARTED), KEEP, "")
              .directory();
      assertThat(
              Files.readString(
                  java.nio.file.Path.of(age.path().toUri().getPath()).resolve("start-weights.txt")))
          .containsPattern("loaded +conv1")
          .containsPattern("initialised +fc8");
      assertThat(age.run().provenance().get("start-weights.chain"))
          .startsWith("gender_net_definitions/fold-0, iteration 1 of the dataset")
          .endsWith("<- fillers");
      assertThat(
              PretrainingLeak.check(
                  new PretrainedSource(start, CONF),
                  Dataset.open(table, CONF),
                  settings(STARTED),
                  CONF))
          .as("the same test fold")
          .isEmpty();
      assertThat(
              PretrainingLeak.check(
                  new PretrainedSource(start, CONF),
                  Dataset.open(sample, CONF),
                  settings("age_net_definitions", 1),
                  CONF))
          .singleElement()
          .asString()
          .contains("have the pixels of pictures that gender_net_definitions/fold-0");
      ScoreJob score =
          new ScoreJob(
              context, new ScoreSettings(EnumSet.of(CropMode.CENTRE), 8), SampleDataset.silent());
      score.run(table, gender, ScoreRequest.PUBLISHED);
      assertThatThrownBy(() -> score.run(sample, gender, ScoreRequest.PUBLISHED))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("--other-faces");
      assertThatThrownBy(
              () -> score.runElsewhere(table, gender, ScoreRequest.PUBLISHED, OtherFaces.of("all")))
          .hasMessageContaining("was trained on");
      PredictionSet elsewhere =
          PredictionsFile.read(
              score
                  .runElsewhere(sample, gender, ScoreRequest.PUBLISHED, OtherFaces.of("all"))
                  .get(0),
              CONF);
      assertThat(elsewhere.header().elsewhere()).isEqualTo("all faces of dataset");
      assertThat(elsewhere.predictions().get(CropMode.CENTRE)).hasSizeGreaterThan(40);
      ownAgeGroups(score, table, sample, age);
      report(gender);
      InspectJob.run(
          SettingsReader.read(Settings.load(Optional.empty(), List.of()), InspectSettings::read),
          table,
          path("sheet.png"),
          CONF);
    }
  }

  /** The plan, and what is refused; {@link TrainJob} trains such a run. */
  private void startFromIsAnInitialisationOfASweep(
      JavaSparkContext spark, Path table, Path before) {
    var config =
        Settings.load(
            Optional.empty(),
            List.of(
                "train.schedule=sample",
                "train.missing-classes=warn",
                "sweep.targets=[age]",
                "sweep.initialisations=[fromscratch,start-from]",
                "sweep.architectures=[net_definitions]",
                "sweep.alignments=[aligned]",
                "sweep.test-folds=[0]",
                "sweep.calibration-steps=0",
                "pretrained.run=" + before.toUri().getPath()));
    SweepSettings selection = SettingsReader.read(config, SweepSettings::read);
    assertThat(selection.startsFromRun()).isTrue();
    TrainSettings train = SettingsReader.read(config, TrainSettings::read);
    assertThat(selection.runs(train))
        .extracting(RunSettings::title)
        .containsExactly("age_net_definitions/fold-0", STARTED + "/fold-0");
    PretrainedSettings point = SettingsReader.read(config, PretrainedSettings::read);
    PretrainedSource named = new PretrainedSource(point.forNamed(), CONF);
    assertThat(named.sha256(RunName.parse("age_net_definitions"))).isEmpty();
    assertThat(named.facts(RunName.parse("age_net_definitions"))).isEmpty();
    assertThat(named.sha256(RunName.parse(STARTED))).isPresent();
    assertThat(new PretrainedSource(point, CONF).sha256(RunName.parse("age_net_definitions")))
        .isEqualTo(named.sha256(RunName.parse(STARTED)));
    assertThat(plan(spark, table, point.forNamed(), selection, train).order())
        .hasSize(2)
        .allMatch(run -> run.name().classes().count() == 5);
    assertThat(plan(spark, table, PretrainedSettings.of(path("none")), selection, train).problems())
        .anySatisfy(
            problem ->
                assertThat(problem).contains(STARTED, "pretrained.run is empty", "--start-from"));
    assertThatThrownBy(() -> named.sha256(RunName.parse("age_start-from_googlenet")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is net_definitions, so age_start-from_googlenet cannot start");
  }

  private SweepPlan plan(
      JavaSparkContext spark,
      Path table,
      PretrainedSettings start,
      SweepSettings selection,
      TrainSettings train) {
    var config = Settings.load(Optional.empty(), List.of("sweep.calibration-steps=0"));
    return new SweepJob(
            spark,
            start,
            new ScoreSettings(EnumSet.of(CropMode.CENTRE), 8),
            SampleDataset.silent(),
            Tracker.NONE)
        .plan(
            new SweepJob.Places(table, path("planned"), ""),
            selection,
            train,
            SettingsReader.read(config, CalibrationSettings::read));
  }

  /** Five age groups from the table to the network's head and what it says. */
  private static void ownAgeGroups(ScoreJob score, Path table, Path sample, RunDirectory age) {
    List<String> groups = List.of("(0, 6)", "(8, 20)", "(25, 43)", "(48, 53)", "(60, 100)");
    assertThat(Dataset.open(table, CONF).classes(Target.AGE).labels()).isEqualTo(groups);
    RunDirectory read = RunDirectory.open(age.path(), CONF);
    assertThat(read.run().settings().name().classes().labels()).isEqualTo(groups);
    PredictionSet predictions =
        PredictionsFile.read(score.run(table, read, ScoreRequest.PUBLISHED).get(0), CONF);
    assertThat(predictions.header().run()).isEqualTo(read.run().settings().name());
    assertThat(predictions.predictions().get(CropMode.CENTRE))
        .allSatisfy(face -> assertThat(face.probabilities()).hasSize(5));
    assertThatThrownBy(
            () -> score.runElsewhere(sample, read, ScoreRequest.PUBLISHED, OtherFaces.of("all")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("tells apart the age groups (0, 6); (8, 20)")
        .hasMessageContaining("prepare.table.labels.age-groups");
  }

  private void report(RunDirectory gender) throws IOException {
    Results results =
        new Gatherer(
                SettingsReader.read(
                    Settings.load(Optional.empty(), List.of()), ReportSettings::read),
                CONF,
                SampleDataset.silent())
            .gather(RunFolder.read(path("runs"), CONF));
    assertThat(results.cells())
        .filteredOn(cell -> cell.key().run().equals(gender.run().settings().name()))
        .allSatisfy(
            cell -> assertThat(cell.verdict().kind()).isEqualTo(Verdict.Kind.NOT_COMPARABLE));
    People people = new PeopleGatherer(path("runs"), true, CONF).gather(results);
    assertThat(people.insights())
        .hasSize(2)
        .allSatisfy(insight -> assertThat(insight.groups()).isNotEmpty());
    assertThat(people.otherFaces()).hasSize(1);
    ReportWriter.write(results, Optional.of(people), path("report"), Optional.empty(), CONF);
    assertThat(Files.readString(dir.resolve("report/report.html")))
        .contains("Verdict: not comparable", "On other faces", "Wrong, and surest", "(25, 43)");
    assertThat(dir.resolve("report/report.html")).exists();
  }

  /** The aligned pictures of the sample's own tree, with folds drawn anew. */
  private Path table(SparkSession spark, Path sample) throws IOException {
    StringBuilder rows = new StringBuilder("picture,subject,age,gender\n");
    for (Face face : Dataset.open(sample, CONF).faces()) {
      if (face.alignment() == Alignment.ALIGNED && face.labels().ageClass() >= 0) {
        rows.append(
            "%s,%s,\"%s\",%s%n"
                .formatted(
                    face.key().path(Alignment.ALIGNED),
                    face.key().subject(),
                    face.labels().age(),
                    face.labels().gender()));
      }
    }
    Files.writeString(dir.resolve("faces.csv"), rows);
    var config =
        Settings.load(
            Optional.empty(),
            List.of(
                "prepare.table.columns.path=picture",
                "prepare.table.folds=2",
                "prepare.table.labels.age-groups=[0-6,8-20,25-43,48-53,60-100]"));
    TableSettings settings = SettingsReader.read(config, TableSettings::read);
    Path out = path("dataset");
    PrepareJob.run(
        spark,
        SettingsReader.read(config, PrepareSettings::read),
        TableReader.read(TableFile.open(path("faces.csv"), settings.columns(), CONF), settings, 1),
        new Path(sample.getParent(), "raw"),
        out,
        SampleDataset.silent());
    return out;
  }

  private static RunSettings settings(String run) {
    return settings(run, 0);
  }

  private static RunSettings settings(String run, int fold) {
    return RunSettings.builder(RunName.parse(run))
        .testFold(fold)
        .trainedOn(Alignment.ALIGNED)
        .schedule("test")
        .solver(new SolverSettings(0.001, 0.1, 100, 0.9, 0.0005))
        .batch(2)
        .batchMode(BatchMode.PER_WORKER)
        .iterations(1)
        .seed(3)
        .threads(Machine.threadsOfThisJvm())
        .build();
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }
}
