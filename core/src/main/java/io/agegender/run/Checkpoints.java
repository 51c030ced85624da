package io.agegender.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.problem.FailedException;
import io.agegender.storage.AtomicFiles;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run: a directory each, named after the iteration, that appears by rename
 * when it is complete. It holds {@code parameters.f32} and {@code momentum.f32} (floats,
 * little-endian, no header) and {@code checkpoint.json} with their length and SHA-256 and the key
 * of the run. Not thread-safe.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;
  private static final int BUFFER = 1 << 20;

  private final FileSystem files;
  private final Path directory;
  private final String runKey;

  /**
   * @param directory where the checkpoints are; need not exist
   * @param runKey the run's key; checkpoints of another key are refused
   */
  public Checkpoints(FileSystem files, Path directory, String runKey) {
    this.files = files;
    this.directory = directory;
    this.runKey = runKey;
  }

  /**
   * Writes a checkpoint, in place of one of the same iteration, and removes the oldest ones.
   *
   * @param keep how many of the newest checkpoints stay, at least 1
   * @return SHA-256 of the parameters
   * @throws FailedException if it cannot be written; those that were there stay
   */
  public String save(TrainingState state, int keep) {
    String hash = state.parameters().sha256();
    Path target = path(state.iteration());
    try {
      // Written before a crash, or damaged: the one in hand is known to be good.
      files.delete(target, true);
      AtomicFiles.writeDirectory(files, target, directory -> write(directory, state, hash));
      prune(keep);
    } catch (IOException e) {
      throw new FailedException(
          "cannot write checkpoint %s: %s".formatted(target, e.getMessage()), e);
    }
    return hash;
  }

  /** The iterations that have a checkpoint, ascending. */
  public List<Integer> iterations() {
    List<Integer> iterations = new ArrayList<>();
    try {
      if (!files.exists(directory)) {
        return iterations;
      }
      for (FileStatus status : files.listStatus(directory)) {
        if (status.isDirectory() && status.getPath().getName().matches("\\d+")) {
          iterations.add(Integer.parseInt(status.getPath().getName()));
        }
      }
    } catch (IOException e) {
      throw new FailedException(
          "cannot list the checkpoints in %s: %s".formatted(directory, e.getMessage()), e);
    }
    iterations.sort(Comparator.naturalOrder());
    return iterations;
  }

  /** The newest checkpoint that is whole; damaged ones are named in the log and passed over. */
  public Optional<TrainingState> newest() {
    List<Integer> iterations = iterations();
    for (int i = iterations.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(load(iterations.get(i)));
      } catch (FailedException e) {
        LOG.warn("{}; trying the checkpoint before", e.getMessage());
      }
    }
    return Optional.empty();
  }

  /**
   * @throws FailedException if the checkpoint is missing, damaged or of another run
   */
  public TrainingState load(int iteration) {
    JsonNode meta = meta(iteration);
    return new TrainingState(
        iteration, read(iteration, meta, "parameters"), read(iteration, meta, "momentum"));
  }

  /**
   * The parameters alone, half of what a checkpoint holds.
   *
   * @throws FailedException if the checkpoint is missing, damaged or of another run
   */
  public FloatChunks parameters(int iteration) {
    return read(iteration, meta(iteration), "parameters");
  }

  private JsonNode meta(int iteration) {
    Path path = path(iteration);
    try (InputStream stream = files.open(new Path(path, "checkpoint.json"))) {
      JsonNode meta = JSON.readTree(stream);
      if (meta.path("format-version").asInt() != FORMAT) {
        throw new IOException(
            "its format is %s, this program reads %d"
                .formatted(meta.path("format-version"), FORMAT));
      }
      if (!runKey.equals(meta.path("run-key").asText())) {
        throw new IOException("it belongs to a run with other settings, data or code");
      }
      return meta;
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private FloatChunks read(int iteration, JsonNode meta, String what) {
    Path path = path(iteration);
    try {
      return read(
          new Path(path, what + ".f32"),
          meta.path("floats").asLong(),
          meta.path(what + "-sha256").asText());
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static FailedException unusable(Path path, IOException reason) {
    return new FailedException(
        "checkpoint %s cannot be used: %s".formatted(path, reason.getMessage()), reason);
  }

  private void write(Path directory, TrainingState state, String hash) throws IOException {
    write(new Path(directory, "parameters.f32"), state.parameters());
    write(new Path(directory, "momentum.f32"), state.momentum());
    ObjectNode meta = JSON.createObjectNode();
    meta.put("format-version", FORMAT);
    meta.put("run-key", runKey);
    meta.put("iteration", state.iteration());
    meta.put("floats", state.parameters().length());
    meta.put("parameters-sha256", hash);
    meta.put("momentum-sha256", state.momentum().sha256());
    try (OutputStream stream = files.create(new Path(directory, "checkpoint.json"))) {
      stream.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(meta));
    }
  }

  private void write(Path file, FloatChunks values) throws IOException {
    try (OutputStream stream = files.create(file)) {
      values.writeTo(stream);
    }
  }

  private FloatChunks read(Path file, long floats, String sha256) throws IOException {
    FloatChunks values;
    try (InputStream stream = new BufferedInputStream(files.open(file), BUFFER)) {
      values = FloatChunks.readFrom(stream, floats);
    }
    if (!values.sha256().equals(sha256)) {
      throw new IOException(file.getName() + " is damaged: its SHA-256 differs");
    }
    return values;
  }

  private void prune(int keep) throws IOException {
    List<Integer> iterations = iterations();
    for (int i = 0; i < iterations.size() - keep; i++) {
      files.delete(path(iterations.get(i)), true);
    }
  }

  private Path path(int iteration) {
    return new Path(directory, "%07d".formatted(iteration));
  }
}
