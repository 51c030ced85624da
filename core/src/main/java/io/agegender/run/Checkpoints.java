// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import io.agegender.run.CheckpointFolders.Folder;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run: a directory each, named after iteration and epoch of its writer. It
 * holds {@code parameters.f32} and {@code momentum.f32} (floats, little-endian, no header) and,
 * last written, {@code checkpoint.json} with their length and SHA-256, the key of the run, and the
 * mean training loss since the checkpoint before. It counts while all of it is there, so that no
 * file system must rename a folder in one step; nothing that counts is ever written anew. Those of
 * older versions have no epoch and are read as they are. Not thread-safe.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final int FORMAT = 1;
  private static final int BUFFER = 1 << 20;

  private static final String LOSS = "training-loss";

  private final FileStore directory;
  private final String runKey;

  /** What is there, as far as a writer knows that looks once: others do not write. */
  private Optional<List<Folder>> known = Optional.empty();

  private final Map<String, OptionalDouble> losses = new HashMap<>();

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
    byte[] meta = meta(state, hash, loss);
    List<Folder> folders = new ArrayList<>(known.orElseGet(() -> looked(fence)));
    String name = CheckpointFolders.name(state.iteration(), fence.epoch());
    Folder mine = new Folder(state.iteration(), fence.epoch(), name, true);
    write(state, meta, folders.stream().anyMatch(f -> f.name().equals(mine.name())), fence);
    losses.put(mine.name(), loss);
    folders.removeIf(f -> f.name().equals(mine.name()));
    folders.add(mine);
    folders.sort(Comparator.comparingInt(Folder::iteration).thenComparingLong(Folder::epoch));
    fence.check();
    prune(folders, keep).forEach(folders::remove);
    known = Optional.of(folders);
    return hash;
  }

  /** What is there when a writer begins; stale files of those before it go. */
  private List<Folder> looked(Fence fence) {
    List<Folder> all = CheckpointFolders.list(directory);
    fence.check();
    all.stream()
        .filter(f -> !f.counts() && f.epoch() < fence.epoch())
        .forEach(f -> directory.delete(f.name()));
    return all.stream().filter(f -> f.counts() || f.epoch() >= fence.epoch()).toList();
  }

  /** A folder of the writer's own, whose record comes last: nothing is renamed. */
  private void write(TrainingState state, byte[] meta, boolean again, Fence fence) {
    FileStore folder = directory.folder(CheckpointFolders.name(state.iteration(), fence.epoch()));
    if (again) {
      // Damaged, or left half-way; it must not count while its files are written anew.
      folder.delete(CheckpointFolders.RECORD);
    }
    try {
      folder.write(CheckpointFolders.PARAMETERS, state.parameters()::writeTo);
      folder.write(CheckpointFolders.MOMENTUM, state.momentum()::writeTo);
      fence.check();
    } catch (FailedException e) {
      removeAfter(e, folder);
      throw e;
    }
    folder.write(CheckpointFolders.RECORD, stream -> stream.write(meta));
  }

  /**
   * What was written would stay, perhaps on a disk that is full. Nobody else writes that folder.
   */
  private static void removeAfter(FailedException problem, FileStore folder) {
    try {
      folder.delete("");
    } catch (FailedException second) {
      problem.addSuppressed(second);
    }
  }

  /** The iterations that have a checkpoint, ascending. */
  public List<Integer> iterations() {
    return folders().stream().map(Folder::iteration).distinct().toList();
  }

  /** By iteration, then by epoch. */
  private List<Folder> folders() {
    return CheckpointFolders.list(directory).stream().filter(Folder::counts).toList();
  }

  /** Where a checkpoint is: that of the highest epoch. */
  private FileStore folder(int iteration) {
    return directory.folder(
        folders().stream()
            .filter(f -> f.iteration() == iteration)
            .reduce((lower, higher) -> higher)
            .map(Folder::name)
            .orElseThrow(
                () ->
                    new FailedException(
                        "the checkpoint of iteration %d is not in %s, or not whole"
                            .formatted(iteration, directory.root()))));
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
    return best(count, folders(), new HashMap<>());
  }

  /**
   * @param known losses by folder; those that are not there are read
   */
  private List<Integer> best(int count, List<Folder> folders, Map<String, OptionalDouble> known) {
    Map<Integer, Double> found = new HashMap<>();
    for (Folder folder : folders) { // Of one iteration the highest epoch comes last, and counts.
      found.remove(folder.iteration());
      known
          .computeIfAbsent(folder.name(), name -> loss(folder))
          .ifPresent(loss -> found.put(folder.iteration(), loss));
    }
    return found.keySet().stream()
        .sorted(Comparator.<Integer>comparingDouble(found::get).thenComparing(i -> i))
        .limit(count)
        .toList();
  }

  private OptionalDouble loss(Folder folder) {
    try {
      Optional<Double> loss =
          meta(directory.folder(folder.name()), folder.iteration())
              .find(LOSS)
              .map(JsonReader::number);
      return loss.isPresent() ? OptionalDouble.of(loss.get()) : OptionalDouble.empty();
    } catch (FailedException e) {
      LOG.warn("{}", e.getMessage());
      return OptionalDouble.empty();
    }
  }

  /**
   * @throws FailedException if the checkpoint is missing, damaged or of another run
   */
  public TrainingState load(int iteration) {
    FileStore files = folder(iteration);
    JsonReader meta = meta(files, iteration);
    return new TrainingState(
        iteration, read(files, meta, "parameters"), read(files, meta, "momentum"));
  }

  /**
   * The parameters alone, half of what a checkpoint holds.
   *
   * @throws FailedException if the checkpoint is missing, damaged or of another run
   */
  public FloatChunks parameters(int iteration) {
    try {
      FileStore files = folder(iteration);
      return read(files, meta(files, iteration), "parameters");
    } catch (FailedException e) {
      throw new FailedException(
          e.getMessage()
              + "; train the run with the same command again: it resumes from the last checkpoint"
              + " that is whole",
          e);
    }
  }

  private JsonReader meta(FileStore files, int iteration) {
    try (InputStream stream = files.open(CheckpointFolders.RECORD)) {
      JsonReader meta =
          JsonReader.own(
                  files.path(CheckpointFolders.RECORD).toString(),
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

  private static FloatChunks read(FileStore files, JsonReader meta, String what) {
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

  /** Removes what need not stay, and returns it. */
  private List<Folder> prune(List<Folder> all, Retention keep) {
    List<Folder> counting = all.stream().filter(Folder::counts).toList();
    List<Integer> iterations = counting.stream().map(Folder::iteration).distinct().toList();
    int old = Math.max(0, iterations.size() - keep.newest());
    Set<Integer> removed = new HashSet<>(iterations.subList(0, old));
    if (!removed.isEmpty() && keep.best() > 0) {
      removed.removeAll(best(keep.best(), counting, losses));
    }
    List<Folder> gone = counting.stream().filter(f -> removed.contains(f.iteration())).toList();
    // Half-deleted it does not count, whatever is left of it.
    gone.forEach(f -> directory.delete(f.name()));
    return gone;
  }
}
