// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;
import io.agegender.storage.FileStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The folder in which the user keeps the published models. Thread-safe.
 *
 * @param folder on any Hadoop file system; need not exist for runs from scratch
 */
public record PretrainedFolder(Path folder, Configuration conf) {
  /** Of this process: a sweep asks for each run, and a file of half a gigabyte takes seconds. */
  private static final Map<Version, String> HASHES = new ConcurrentHashMap<>();

  /** A file as it is now; one that is written anew has another time or length. */
  private record Version(String path, long bytes, long modified) {}

  /**
   * The identity of what a run starts from. The file is read once, as long as nobody changes it.
   *
   * @return SHA-256 of the model's file, or empty for a run from scratch
   * @throws UsageException if the file is missing; the message says who published it
   * @throws FailedException if the file system fails
   */
  public Optional<String> sha256(Initialisation initialisation, Architecture architecture) {
    if (initialisation == Initialisation.FROMSCRATCH) {
      return Optional.empty();
    }
    return Optional.of(hash(StartFile.of(initialisation, architecture)));
  }

  /**
   * Copies the model's weights into a network that its fillers have initialised.
   *
   * @return what became of each layer, or empty for a run from scratch
   * @throws UsageException as {@link PretrainedWeights#load} says
   */
  public Optional<LoadReport> load(
      Initialisation initialisation, Architecture architecture, ComputationGraph network) {
    if (initialisation == Initialisation.FROMSCRATCH) {
      return Optional.empty();
    }
    StartFile file = StartFile.of(initialisation, architecture);
    return Optional.of(PretrainedWeights.load(path(file), file.advice(), conf, network));
  }

  /** The file that a network's first weights are read from, and what to do if it is missing. */
  private record StartFile(String name, String advice) {
    /** A published model for a built-in network; for another one a file of the network's name. */
    static StartFile of(Initialisation initialisation, Architecture architecture) {
      if (architecture.isBuiltIn()) {
        PretrainedModel model = PretrainedModel.of(initialisation, architecture);
        return new StartFile(model.fileName(), model.advice());
      }
      String name = architecture.key().replaceFirst("-[0-9a-f]+$", "") + ".caffemodel";
      return new StartFile(
          name,
          "The folder's name asks for %s: put the weights to start from there under the name %s, or set pretrained.folder"
              .formatted(initialisation.key(), name));
    }
  }

  private Path path(StartFile model) {
    return new Path(folder, model.name());
  }

  private String hash(StartFile model) {
    Path path = path(model);
    try {
      FileStatus status = FileStore.of(path, conf).status("");
      Version version = new Version(path.toString(), status.getLen(), status.getModificationTime());
      String known = HASHES.get(version);
      if (known == null) {
        try (InputStream file = FileStore.open(path, conf)) {
          known = Sha256.of(file);
        }
        HASHES.put(version, known);
      }
      return known;
    } catch (FileNotFoundException e) {
      throw new UsageException("%s: no such file. %s".formatted(path, model.advice()), e);
    } catch (IOException e) {
      throw new FailedException("%s: cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }
}
