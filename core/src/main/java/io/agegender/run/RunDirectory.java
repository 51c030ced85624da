package io.agegender.run;

import io.agegender.caffe.BinaryProto;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.MeanImage;
import io.agegender.storage.AtomicFiles;
import io.agegender.storage.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One run on disk: {@code <runs>/<name>/fold-<k>-<key>/} with {@code run.json}, {@code state.json},
 * {@code effective.conf}, {@code mean.binaryproto}, {@code start-weights.txt} (unless from
 * scratch), {@code metrics.csv}, {@code logs/} (a file a start), {@code checkpoints/} and {@code
 * scores/}. Whatever changes the bits of a run changes its key and so its directory.
 */
public final class RunDirectory {
  private static final int KEY_LENGTH = 10;
  private static final String RUN = "run.json";
  private static final String STATE = "state.json";
  private static final String MEAN = "mean.binaryproto";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String LOGS = "logs";

  private final FileSystem files;
  private final Path path;
  private final RunRecord run;

  private RunDirectory(FileSystem files, Path path, RunRecord run) {
    this.files = files;
    this.path = path;
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
    FileSystem files = FileSystems.of(runs, configuration);
    Path path = path(runs, settings, key);
    try {
      return files.exists(new Path(path, RUN))
          ? Optional.of(open(path, configuration))
          : Optional.empty();
    } catch (IOException e) {
      throw new FailedException("cannot look for %s: %s".formatted(path, e.getMessage()), e);
    }
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
    FileSystem files = FileSystems.of(runs, configuration);
    Path path = path(runs, run.settings(), run.key());
    try {
      if (files.exists(new Path(path, RUN))) {
        return open(path, configuration);
      }
      if (files.exists(runs) && !files.getFileStatus(runs).isDirectory()) {
        throw new UsageException("%s is a file; name a folder for the runs".formatted(runs));
      }
      files.mkdirs(path);
      AtomicFiles.write(
          files,
          new Path(path, "effective.conf"),
          s -> s.write(effectiveConfiguration.getBytes(StandardCharsets.UTF_8)));
      AtomicFiles.write(files, new Path(path, RUN), s -> s.write(RunJson.write(run)));
    } catch (IOException e) {
      throw new FailedException(
          "cannot make the run directory %s: %s".formatted(path, e.getMessage()), e);
    }
    return new RunDirectory(files, path, run);
  }

  private static Path path(Path runs, RunSettings settings, String key) {
    return new Path(
        new Path(runs, settings.name().toString()),
        "fold-%d-%s".formatted(settings.testFold(), key.substring(0, KEY_LENGTH)));
  }

  /**
   * Opens an existing run.
   *
   * @throws UsageException if the folder is not a run
   */
  public static RunDirectory open(Path path, Configuration configuration) {
    FileSystem files = FileSystems.of(path, configuration);
    try (InputStream stream = files.open(new Path(path, RUN))) {
      return new RunDirectory(
          files, path, RunJson.readRun(path + "/" + RUN, stream.readAllBytes()));
    } catch (FileNotFoundException e) {
      throw new UsageException(
          "%s is not a run: it has no %s. Name a folder such as runs/age_net_definitions/fold-0-…"
              .formatted(path, RUN),
          e);
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** All runs in a folder of runs, by name and fold. */
  public static List<RunDirectory> list(Path runs, Configuration configuration) {
    FileSystem files = FileSystems.of(runs, configuration);
    List<RunDirectory> found = new ArrayList<>();
    try {
      FileStatus[] markers = files.globStatus(new Path(runs, "*/fold-*/" + RUN));
      for (FileStatus marker : markers == null ? new FileStatus[0] : markers) {
        found.add(open(marker.getPath().getParent(), configuration));
      }
    } catch (IOException e) {
      throw new FailedException(
          "cannot list the runs in %s: %s".formatted(runs, e.getMessage()), e);
    }
    found.sort((a, b) -> a.path.compareTo(b.path));
    return found;
  }

  /** Where the run is. */
  public Path path() {
    return path;
  }

  /** What the run is. */
  public RunRecord run() {
    return run;
  }

  /** The file system of the run. */
  public FileSystem files() {
    return files;
  }

  /** The checkpoints of the run. */
  public Checkpoints checkpoints() {
    return new Checkpoints(files, new Path(path, CHECKPOINTS), run.key());
  }

  /** The log of a start of the run. */
  public RunLog log(Instant start) {
    return new RunLog(files, new Path(path, LOGS), start);
  }

  /**
   * Removes what writers that were killed left half-written. To be called by the holder of the
   * run's lease only.
   *
   * @throws FailedException if something cannot be removed
   */
  public void removeRests() {
    for (Path folder : List.of(path, new Path(path, CHECKPOINTS), new Path(path, LOGS))) {
      try {
        for (FileStatus file : files.listStatus(folder)) {
          if (AtomicFiles.isTemporary(file.getPath())) {
            files.delete(file.getPath(), true);
          }
        }
      } catch (FileNotFoundException e) {
        continue; // A run that has none yet.
      } catch (IOException e) {
        throw new FailedException("cannot tidy %s: %s".formatted(folder, e.getMessage()), e);
      }
    }
  }

  /** The measurements of each round. */
  public MetricsLog metrics() {
    return new MetricsLog(files, new Path(path, "metrics.csv"));
  }

  /** Keeps what became of each layer when the start weights were loaded. */
  public void startReport(String text) {
    AtomicFiles.write(
        files,
        new Path(path, "start-weights.txt"),
        s -> s.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Keeps the mean image that the network is trained with, so that the run explains itself. */
  public void keepMean(MeanImage mean) {
    AtomicFiles.write(files, new Path(path, MEAN), BinaryProto.of(mean)::write);
  }

  /**
   * The mean image to subtract from every face that the run's network is shown.
   *
   * @throws UsageException if it is missing or of another size than 1 x 3 x 256 x 256
   */
  public MeanImage mean() {
    return BinaryProto.readMean(new Path(path, MEAN), files.getConf());
  }

  /** The folder of the run's predictions. */
  public Path scores() {
    return new Path(path, "scores");
  }

  /** How far the run is; empty for one that has not started. */
  public Optional<RunState> state() {
    try (InputStream stream = files.open(new Path(path, STATE))) {
      return Optional.of(RunJson.readState(path + "/" + STATE, stream.readAllBytes()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new FailedException(
          "%s/%s cannot be read: %s; look after the file system"
              .formatted(path, STATE, e.getMessage()),
          e);
    }
  }

  /** Notes how far the run is. */
  public void update(RunState state) {
    AtomicFiles.write(files, new Path(path, STATE), s -> s.write(RunJson.write(state)));
  }
}
