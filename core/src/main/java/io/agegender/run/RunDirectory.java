// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.caffe.BinaryProto;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.MeanImage;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run on disk: {@code <runs>/<name>/fold-<k>-<key>/} with {@code run.json}, {@code state.json},
 * {@code effective.conf}, {@code mean.binaryproto}, {@code start-weights.txt} (unless from
 * scratch), {@code metrics.csv}, {@code logs/} (a file a start), {@code checkpoints/} and {@code
 * scores/}. Whatever changes the bits of a run changes its key and so its directory.
 */
public final class RunDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
  private static final int KEY_LENGTH = 10;
  private static final String RUN = "run.json";
  private static final String STATE = "state.json";
  private static final String MEAN = "mean.binaryproto";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String LOGS = "logs";
  private static final String SCORES = "scores";
  private static final String ELSEWHERE = "scores-elsewhere";

  private final FileStore store;
  private final RunRecord run;

  private RunDirectory(FileStore store, RunRecord run) {
    this.store = store;
    this.run = run;
  }

  /**
   * The directory of a run, if it is there.
   *
   * @param runs the folder of all runs
   * @param key the run's key
   * @throws UsageException if it is there but cannot be read
   */
  public static Optional<RunDirectory> find(
      Path runs, RunSettings settings, String key, Configuration configuration) {
    FileStore store = FileStore.of(path(runs, settings, key), configuration);
    return store.exists(RUN) ? Optional.of(open(store)) : Optional.empty();
  }

  /**
   * Where the directory of a run is or will be, for the {@link io.agegender.storage.Lease} that
   * whoever makes it takes first.
   *
   * @throws UsageException if the folder of all runs is a file
   */
  public static FileStore place(
      Path runs, RunSettings settings, String key, Configuration configuration) {
    if (FileStore.of(runs, configuration).isFile("")) {
      throw new UsageException("%s is a file; name a folder for the runs".formatted(runs));
    }
    return FileStore.of(path(runs, settings, key), configuration);
  }

  /**
   * Opens the directory of a run, making it if it is new.
   *
   * @param runs the folder of all runs
   * @param effectiveConfiguration HOCON text that is kept beside the run
   * @throws FailedException if it cannot be written
   */
  public static RunDirectory create(
      Path runs, RunRecord run, String effectiveConfiguration, Configuration configuration) {
    FileStore store = place(runs, run.settings(), run.key(), configuration);
    if (store.exists(RUN)) {
      return open(store);
    }
    store.makeFolder("");
    store.write(
        "effective.conf", s -> s.write(effectiveConfiguration.getBytes(StandardCharsets.UTF_8)));
    store.write(RUN, s -> s.write(RunJson.write(run)));
    return new RunDirectory(store, run);
  }

  /**
   * The runs of the same name and test fold, whatever else they are; those that cannot be read are
   * left out.
   *
   * @param runs the folder of all runs
   */
  public static List<RunDirectory> sameFold(
      Path runs, RunSettings settings, Configuration configuration) {
    FileStore named = FileStore.of(new Path(runs, settings.name().toString()), configuration);
    List<RunDirectory> found = new ArrayList<>();
    for (FileStatus folder : named.list("")) {
      String name = folder.getPath().getName();
      if (folder.isDirectory() && name.startsWith("fold-%d-".formatted(settings.testFold()))) {
        try {
          found.add(open(named.folder(name)));
        } catch (UsageException e) {
          LOG.debug("not a run", e);
        }
      }
    }
    return found;
  }

  private static Path path(Path runs, RunSettings settings, String key) {
    return new Path(
        new Path(runs, settings.name().toString()),
        String.format(
            Locale.ROOT, "fold-%d-%s", settings.testFold(), key.substring(0, KEY_LENGTH)));
  }

  /**
   * Opens an existing run.
   *
   * @throws UsageException if the folder is not a run
   */
  public static RunDirectory open(Path path, Configuration configuration) {
    return open(FileStore.of(path, configuration));
  }

  private static RunDirectory open(FileStore store) {
    Path path = store.root();
    try (InputStream stream = store.open(RUN)) {
      return new RunDirectory(
          store, RunJson.readRun(store.path(RUN).toString(), stream.readAllBytes()));
    } catch (FileNotFoundException e) {
      throw new UsageException(
          "%s is not a run: it has no %s. Name a folder such as runs/age_net_definitions/fold-0-…"
              .formatted(path, RUN),
          e);
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /**
   * All runs in a folder of runs, by name and fold.
   *
   * @throws UsageException if one is damaged
   */
  public static List<RunDirectory> list(Path runs, Configuration configuration) {
    return folders(runs, configuration).stream().map(run -> open(run, configuration)).toList();
  }

  /** The folders of all runs, damaged ones, too, by name and fold. */
  public static List<Path> folders(Path runs, Configuration configuration) {
    return FileStore.of(runs, configuration).glob("*/fold-*/" + RUN).stream()
        .map(Path::getParent)
        .toList();
  }

  /** Where the run is. */
  public Path path() {
    return store.root();
  }

  /** What the run is. */
  public RunRecord run() {
    return run;
  }

  /** The tables of predictions that the run has, by name. */
  public List<Path> predictionFiles() {
    return store.folder(SCORES).filesEndingWith(".parquet");
  }

  /** The checkpoints of the run. */
  public Checkpoints checkpoints() {
    return new Checkpoints(store.folder(CHECKPOINTS), run.key());
  }

  /**
   * What is wrong with the checkpoint of an iteration; empty if its parameters are whole, or if
   * there is none, which may be removed to save space.
   */
  public Optional<String> damage(int iteration) {
    if (!checkpoints().iterations().contains(iteration)) {
      return Optional.empty();
    }
    try {
      FloatChunks whole = checkpoints().parameters(iteration);
      LOG.debug("{} parameters of iteration {} are whole", whole.length(), iteration);
      return Optional.empty();
    } catch (FailedException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The log of a start of the run. */
  public RunLog log(Instant start) {
    return new RunLog(store.folder(LOGS), start);
  }

  /**
   * Removes what writers that were killed left half-written. To be called by the holder of the
   * run's lease only.
   *
   * @throws FailedException if something cannot be removed
   */
  public void deleteStaleTemporaryFiles() {
    for (String folder : List.of("", CHECKPOINTS, LOGS)) {
      store.folder(folder).deleteStaleTemporaryFiles();
    }
  }

  /** The measurements of each round. */
  public MetricsLog metrics() {
    return new MetricsLog(store.folder("metrics.csv"));
  }

  /** Keeps what became of each layer when the pretrained weights were loaded. */
  public void startReport(String text) {
    store.write("start-weights.txt", s -> s.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Keeps the mean image that the network is trained with, so that the run explains itself. */
  public void keepMean(MeanImage mean) {
    store.write(MEAN, BinaryProto.of(mean)::write);
  }

  /**
   * The mean image to subtract from every face that the run's network is shown.
   *
   * @throws UsageException if it is missing or of another size than 1 x 3 x 256 x 256
   */
  public MeanImage mean() {
    return BinaryProto.readMean(store.path(MEAN), store.configuration());
  }

  /** The folder of the run's predictions. */
  public Path scores() {
    return store.path(SCORES);
  }

  /** The folder of predictions of another dataset's faces. */
  public Path scoresElsewhere() {
    return store.path(ELSEWHERE);
  }

  /** The tables of predictions of other datasets' faces, by name. */
  public List<Path> predictionFilesElsewhere() {
    return store.folder(ELSEWHERE).filesEndingWith(".parquet");
  }

  /** How far the run is; empty for one that has not started. */
  public Optional<RunState> state() {
    try (InputStream stream = store.open(STATE)) {
      return Optional.of(RunJson.readState(store.path(STATE).toString(), stream.readAllBytes()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new FailedException(
          "%s/%s cannot be read: %s; look after the file system"
              .formatted(store.root(), STATE, e.getMessage()),
          e);
    }
  }

  /** Notes how far the run is; no other writes here. */
  public void update(RunState state) {
    update(state, Fence.NONE);
  }

  /**
   * Notes how far the run is.
   *
   * @param fence is asked when all but the last step is done
   */
  public void update(RunState state, Fence fence) {
    store.write(
        STATE,
        s -> {
          s.write(RunJson.write(state));
          fence.check();
        });
  }
}
