// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run: a directory each, named after the iteration, that appears by rename
 * when it is complete. Where a rename is not one step (S3) it is named after iteration and epoch of
 * its writer, and counts once it has {@code checkpoint.json}, which comes last. It holds {@code
 * parameters.f32} and {@code momentum.f32} (floats, little-endian, no header) and {@code
 * checkpoint.json} with their length and SHA-256, the key of the run, and the mean training loss
 * since the checkpoint before. Not thread-safe.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final int FORMAT = 1;
  private static final int BUFFER = 1 << 20;

  /** The name of a checkpoint's folder; longer numbers are not of an iteration. */
  private static final Pattern NAME = Pattern.compile("(\\d{1,9})(?:-(\\d{1,10}))?");

  private static final long RENAMED = -1;

  private static final String META = "checkpoint.json";
  private static final String LOSS = "training-loss";

  private final FileStore directory;
  private final String runKey;

  /**
   * @param directory where the checkpoints are; need not exist
   * @param runKey the run's key; checkpoints of another key are refused
   */
  public Checkpoints(FileStore directory, String runKey) {
    this.directory = directory;
    this.runKey = runKey;
  }

  /** As {@link #save(TrainingState, OptionalDouble, Retention, Fence)}, for the only writer. */
  public String save(TrainingState state, OptionalDouble loss, Retention keep) {
    return save(state, loss, keep, Fence.NONE);
  }

  /**
   * Writes a checkpoint and removes those that need not stay. One of the same iteration, from
   * before a crash or damaged, is replaced when the new one is whole.
   *
   * @param loss the mean training loss since the checkpoint before; empty if there is none
   * @param fence is asked right before others see it, and before others are removed
   * @return SHA-256 of the parameters
   * @throws FailedException if it cannot be written; those that were there stay
   */
  public String save(TrainingState state, OptionalDouble loss, Retention keep, Fence fence) {
    String hash = state.parameters().sha256();
    if (directory.createsExclusively()) {
      directory
          .folder(name(state.iteration()))
          .replace(
              whole -> {
                write(state, whole::create);
                whole.create(META, stream -> stream.write(meta(state, hash, loss)));
                fence.check();
              });
    } else {
      upload(state, meta(state, hash, loss), fence);
    }
    fence.check();
    prune(keep);
    return hash;
  }

  /** A folder of the writer's own, whose record comes last: nothing is renamed. */
  private void upload(TrainingState state, byte[] meta, Fence fence) {
    FileStore folder =
        directory.folder(
            name(state.iteration()) + String.format(Locale.ROOT, "-%010d", fence.epoch()));
    try {
      if (folder.exists(META)) {
        folder.delete(META); // A damaged one; it must not count while its files are written anew.
      }
      write(state, folder::write);
      fence.check();
      FileStore.Written unused = folder.write(META, stream -> stream.write(meta));
    } catch (IOException e) {
      throw unusable(folder.root(), e);
    }
  }

  /** The iterations that have a checkpoint, ascending. */
  public List<Integer> iterations() {
    return folders().stream().map(Folder::iteration).distinct().toList();
  }

  /** A folder of a checkpoint: of one that was renamed, epoch {@link #RENAMED}. */
  private record Folder(int iteration, long epoch, String name) {}

  /** By iteration, then by epoch. What has no record yet, or no more, is not a checkpoint. */
  private List<Folder> folders() {
    return directory.list("").stream()
        .filter(FileStatus::isDirectory)
        .map(status -> NAME.matcher(status.getPath().getName()))
        .filter(Matcher::matches)
        .map(
            name ->
                new Folder(
                    Integer.parseInt(name.group(1)),
                    name.group(2) == null ? RENAMED : Long.parseLong(name.group(2)),
                    name.group()))
        .filter(f -> f.epoch() == RENAMED || directory.folder(f.name()).exists(META))
        .sorted(Comparator.comparingInt(Folder::iteration).thenComparingLong(Folder::epoch))
        .toList();
  }

  /** Where a checkpoint is: that of the highest epoch. */
  private FileStore folder(int iteration) {
    return directory.folder(
        folders().stream()
            .filter(f -> f.iteration() == iteration)
            .reduce((lower, higher) -> higher)
            .map(Folder::name)
            .orElse(name(iteration)));
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param passedOver is told of each that is not, and why
   */
  public Optional<TrainingState> newest(Consumer<String> passedOver) {
    List<Integer> iterations = iterations();
    for (int i = iterations.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(load(iterations.get(i)));
      } catch (FailedException e) {
        passedOver.accept(e.getMessage() + "; trying the checkpoint before");
      }
    }
    return Optional.empty();
  }

  /** The iterations of the checkpoints with the lowest training loss, the lowest first. */
  public List<Integer> best(int count) {
    Map<Integer, Double> losses = new HashMap<>();
    for (int iteration : iterations()) {
      try {
        meta(iteration).find(LOSS).ifPresent(loss -> losses.put(iteration, loss.number()));
      } catch (FailedException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
    return losses.keySet().stream()
        .sorted(Comparator.<Integer>comparingDouble(losses::get).thenComparing(i -> i))
        .limit(count)
        .toList();
  }

  /**
   * @throws FailedException if the checkpoint is missing, damaged or of another run
   */
  public TrainingState load(int iteration) {
    JsonReader meta = meta(iteration);
    return new TrainingState(
        iteration, read(iteration, meta, "parameters"), read(iteration, meta, "momentum"));
  }

  /**
   * The parameters alone, half of what a checkpoint holds.
   *
   * @throws FailedException if the checkpoint is missing, damaged or of another run
   */
  public FloatChunks parameters(int iteration) {
    try {
      return read(iteration, meta(iteration), "parameters");
    } catch (FailedException e) {
      throw new FailedException(
          e.getMessage()
              + "; train the run with the same command again: it resumes from the last checkpoint that is whole",
          e);
    }
  }

  private JsonReader meta(int iteration) {
    FileStore files = folder(iteration);
    try (InputStream stream = files.open(META)) {
      JsonReader meta =
          JsonReader.own(
                  files.path(META).toString(),
                  "the checkpoint cannot be used",
                  stream.readAllBytes())
              .version(FORMAT);
      if (!runKey.equals(meta.get("run-key").text())) {
        throw new IOException("it belongs to a run with other settings, data or code");
      }
      if (meta.get("iteration").integer() != iteration) {
        throw new IOException("it is of iteration " + meta.get("iteration").integer());
      }
      return meta;
    } catch (IOException e) {
      throw unusable(files.root(), e);
    }
  }

  private FloatChunks read(int iteration, JsonReader meta, String what) {
    FileStore files = folder(iteration);
    String file = what + ".f32";
    long floats = meta.get("floats").longInteger();
    try {
      long bytes = files.status(file).getLen();
      if (floats < 0 || bytes % Float.BYTES != 0 || bytes / Float.BYTES != floats) {
        throw new IOException("%s has %d bytes, not %d floats".formatted(file, bytes, floats));
      }
      try (InputStream stream = new BufferedInputStream(files.open(file), BUFFER)) {
        FloatChunks values = FloatChunks.readFrom(stream, floats);
        if (!values.sha256().equals(meta.get(what + "-sha256").text())) {
          throw new IOException(file + " is damaged: its SHA-256 differs");
        }
        return values;
      }
    } catch (IOException e) {
      throw unusable(files.root(), e);
    }
  }

  private static FailedException unusable(Path path, IOException reason) {
    return new FailedException(
        "checkpoint %s cannot be used: %s".formatted(path, reason.getMessage()), reason);
  }

  /** Takes a file. */
  private interface Sink {
    void file(String name, FileStore.Writer content) throws IOException;
  }

  private static void write(TrainingState state, Sink sink) throws IOException {
    sink.file("parameters.f32", state.parameters()::writeTo);
    sink.file("momentum.f32", state.momentum()::writeTo);
  }

  private byte[] meta(TrainingState state, String hash, OptionalDouble loss) {
    ObjectNode meta = Json.object();
    meta.put("format-version", FORMAT);
    meta.put("run-key", runKey);
    meta.put("iteration", state.iteration());
    meta.put("floats", state.parameters().length());
    meta.put("parameters-sha256", hash);
    meta.put("momentum-sha256", state.momentum().sha256());
    loss.ifPresent(value -> meta.put(LOSS, value));
    return Json.prettyBytes(meta);
  }

  private void prune(Retention keep) {
    List<Folder> all = folders(); // Once: each costs requests on S3.
    List<Integer> iterations = all.stream().map(Folder::iteration).distinct().toList();
    int old = Math.max(0, iterations.size() - keep.newest());
    Set<Integer> removed = new HashSet<>(iterations.subList(0, old));
    if (!removed.isEmpty() && keep.best() > 0) {
      removed.removeAll(best(keep.best()));
    }
    all.stream().filter(f -> removed.contains(f.iteration())).forEach(this::delete);
  }

  /** The record first: a folder without it does not count, however much of it is left. */
  private void delete(Folder folder) {
    if (folder.epoch() != RENAMED) {
      directory.delete(folder.name() + "/" + META);
    }
    directory.delete(folder.name());
  }

  private static String name(int iteration) {
    return String.format(Locale.ROOT, "%07d", iteration);
  }
}
