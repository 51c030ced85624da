// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.people;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.ContactSheet;
import io.agegender.image.Pixels;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.FoldResult;
import io.agegender.report.Results;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads once more what the chosen snapshots predicted, and the dataset if it is where it was. */
public final class PeopleGatherer {
  private static final int THUMBNAIL = 72;

  /** Examples of each class, right and wrong. */
  private static final int EXAMPLES = 2;

  private final Configuration conf;
  private final boolean showFaces;
  private final Map<String, RunDirectory> runs = new LinkedHashMap<>();
  private final Map<String, Optional<Dataset>> datasets = new HashMap<>();
  private final Set<String> notes = new TreeSet<>();

  /**
   * @param folder of the runs
   * @param showFaces whether the report shows faces
   */
  public PeopleGatherer(Path folder, boolean showFaces, Configuration conf) {
    this.conf = conf;
    this.showFaces = showFaces;
    for (Path path : RunDirectory.folders(folder, conf)) {
      try {
        RunDirectory run = RunDirectory.open(path, conf);
        runs.put(run.run().settings().title(), run);
      } catch (UsageException | FailedException e) {
        notes.add("a damaged run is left out: " + e.getMessage());
      }
    }
  }

  /** Everything for the configurations that have figures, once for each. */
  public People gather(Results results) {
    List<Insight> insights = new ArrayList<>();
    Set<RunName> seen = new HashSet<>();
    for (Cell cell : results.cells()) {
      // Cells come with the published test faces and crops first.
      if (cell.folds().stream().anyMatch(fold -> fold.score().isPresent())
          && seen.add(cell.key().run())) {
        insight(cell).ifPresent(insights::add);
      }
    }
    return new People(List.copyOf(insights), otherFaces(), List.copyOf(notes));
  }

  private Optional<Insight> insight(Cell cell) {
    CellKey key = cell.key();
    List<Prediction> all = new ArrayList<>();
    Optional<RunDirectory> any = Optional.empty();
    for (FoldResult fold : cell.folds()) {
      RunDirectory run = runs.get(RunSettings.title(key.run(), fold.testFold()));
      if (fold.score().isPresent() && run != null) {
        all.addAll(predictions(run, key, fold.score().get().iteration()));
        any = Optional.of(run);
      }
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Optional<Dataset> dataset = any.flatMap(this::dataset);
    Target target = key.run().target();
    Target other = target == Target.AGE ? Target.GENDER : Target.AGE;
    return Optional.of(
        new Insight(
            key,
            all.size(),
            Calibration.of(all),
            dataset
                .map(
                    data ->
                        GroupFigure.of(
                            target,
                            data.classes(other),
                            all,
                            p -> data.faces().get(p.face()).label(other)))
                .orElse(List.of()),
            showFaces
                ? dataset.map(data -> examples(data, key.run().classes(), all)).orElse(List.of())
                : List.of()));
  }

  private List<Prediction> predictions(RunDirectory run, CellKey key, long iteration) {
    for (Path file : run.predictionFiles()) {
      Optional<PredictionSet> set =
          read(file)
              .filter(
                  found ->
                      found.header().subset() == Subset.TEST
                          && found.header().testAlignment() == key.testAlignment()
                          && found.header().iteration() == iteration);
      if (set.isPresent()) {
        return set.get().predictions().getOrDefault(key.cropMode(), List.of());
      }
    }
    return List.of();
  }

  /** A damaged file must not hide the others. */
  private Optional<PredictionSet> read(Path file) {
    try {
      return Optional.of(PredictionsFile.read(file, conf));
    } catch (UsageException | FailedException e) {
      notes.add("predictions are left out: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Dataset> dataset(RunDirectory run) {
    return datasets.computeIfAbsent(
        run.run().dataset() + " " + run.run().datasetSha256(), place -> open(run));
  }

  private Optional<Dataset> open(RunDirectory run) {
    try {
      Dataset data = Dataset.open(new Path(run.run().dataset()), conf);
      if (data.manifest().sha256().equals(run.run().datasetSha256())) {
        return Optional.of(data);
      }
      notes.add("no figures by group and no faces: another dataset is at " + run.run().dataset());
    } catch (UsageException | FailedException e) {
      notes.add("no figures by group and no faces: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** The faces of each class that the network is surest about, right ones first. */
  private static List<Example> examples(
      Dataset data, ClassLabels classes, List<Prediction> predictions) {
    List<Example> examples = new ArrayList<>();
    try (FaceReader reader = data.reader()) {
      for (int label = 0; label < classes.count(); label++) {
        for (boolean right : new boolean[] {true, false}) {
          int wanted = label;
          predictions.stream()
              .filter(p -> p.label() == wanted && (p.predicted() == wanted) == right)
              .collect(Collectors.toMap(Prediction::face, p -> p, (one, two) -> one))
              .values()
              .stream()
              .sorted(
                  Comparator.comparingDouble((Prediction p) -> -p.probabilities()[p.predicted()])
                      .thenComparing(Prediction::face))
              .limit(EXAMPLES)
              .map(p -> example(data, reader, classes, p))
              .forEach(examples::add);
        }
      }
    }
    return List.copyOf(examples);
  }

  private static Example example(
      Dataset data, FaceReader reader, ClassLabels classes, Prediction prediction) {
    byte[] record = new byte[Pixels.RECORD];
    reader.read(data.faces().get(prediction.face()), record);
    boolean right = prediction.predicted() == prediction.label();
    String predicted = classes.labels().get(prediction.predicted());
    return new Example(
        right,
        classes.labels().get(prediction.label()),
        predicted,
        prediction.probabilities()[prediction.predicted()],
        ContactSheet.png(List.of(List.of(new ContactSheet.Tile(record, predicted))), THUMBNAIL));
  }

  private List<OtherFacesFigure> otherFaces() {
    List<OtherFacesFigure> figures = new ArrayList<>();
    runs.forEach(
        (title, run) -> {
          for (Path file : run.predictionFilesElsewhere()) {
            read(file).ifPresent(set -> figures.addAll(figures(title, run, set)));
          }
        });
    return List.copyOf(figures);
  }

  private static List<OtherFacesFigure> figures(String title, RunDirectory run, PredictionSet set) {
    boolean age = set.header().run().target() == Target.AGE;
    String trainedOn = named(new Path(run.run().dataset()).getName(), run.run().datasetSha256());
    String scoredOn =
        named(set.header().elsewhere(), set.header().dataset())
            + ", "
            + set.header().testAlignment().key();
    List<OtherFacesFigure> figures = new ArrayList<>();
    set.predictions()
        .forEach(
            (mode, predictions) ->
                figures.add(
                    new OtherFacesFigure(
                        title + ", iteration " + set.header().iteration(),
                        trainedOn,
                        scoredOn,
                        mode.key(),
                        predictions.size(),
                        GroupFigure.within(predictions, 0),
                        age
                            ? OptionalDouble.of(GroupFigure.within(predictions, 1))
                            : OptionalDouble.empty())));
    return figures;
  }

  private static String named(String name, String sha256) {
    return "%s (%s)".formatted(name, sha256.substring(0, 10));
  }
}
