// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.heatmap;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.heatmap.FaceExplainer;
import io.agegender.heatmap.HeatmapSettings;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.jobs.spark.ExecutorRuntime;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What an executor must know of a network to explain faces with it.
 *
 * @param settings how
 * @param run settings of the run
 * @param parameters of the network
 * @param mean the mean image of its own training faces
 * @param folder of its files below the folder of all
 * @param out the folder of all
 * @param data the dataset's place and SHA-256; two empty texts for pictures
 * @param hadoop how to reach file systems
 */
record HeatmapContext(
    HeatmapSettings settings,
    RunSettings run,
    FloatChunks parameters,
    MeanImage mean,
    String folder,
    String out,
    Data data,
    SerializableConfiguration hadoop)
    implements Serializable {

  /** Which dataset. */
  record Data(String path, String sha256) implements Serializable {}

  /**
   * What became of the faces of a task.
   *
   * @param done names of the faces that have their maps, in their order
   */
  record Outcome(int made, List<String> done, List<String> failures) implements Serializable {}

  private record Resident(FaceExplainer explainer) implements AutoCloseable {
    @Override
    public void close() {
      // Only arrays of the heap.
    }
  }

  /** Explains faces on a slot of this JVM; a face that fails does not stop the others. */
  Outcome explain(List<FaceTask> faces) {
    return ExecutorRuntime.ofThisJvm()
        .compute(
            residentKey(), Resident.class, this::resident, resident -> explain(resident, faces));
  }

  /** Draws maps that are there on the scale of all maps of their rule; true, when all are drawn. */
  boolean drawAgain(List<String> names, Map<String, Double> scales) {
    return ExecutorRuntime.ofThisJvm()
        .compute(
            residentKey(),
            Resident.class,
            this::resident,
            resident -> {
              names.forEach(name -> resident.explainer().drawAgain(name, scales));
              return true;
            });
  }

  private String residentKey() {
    return "%s %s %s %s".formatted(out, folder, parameters.sha256(), settings);
  }

  private Outcome explain(Resident resident, List<FaceTask> faces) {
    int made = 0;
    List<String> done = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (FaceTask face : faces) {
      FaceExplainer.Subject subject = face.subject();
      try {
        made += resident.explainer().explain(record(face), subject) ? 1 : 0;
        done.add(subject.name());
      } catch (FailedException | UsageException e) {
        failures.add("%s, %s: %s".formatted(folder, subject.caption(), e.getMessage()));
      }
    }
    return new Outcome(made, done, failures);
  }

  private byte[] record(FaceTask face) {
    if (face.subject().id() < 0) {
      return face.record();
    }
    ExecutorRuntime.OpenDataset open =
        ExecutorRuntime.ofThisJvm().dataset(data.path(), data.sha256(), hadoop.value());
    byte[] record = new byte[Pixels.RECORD];
    open.reader().read(open.dataset().faces().get(face.subject().id()), record);
    return record;
  }

  private Resident resident() {
    return new Resident(
        new FaceExplainer(
            new FaceExplainer.Explained(
                run.name().network(),
                run.name().classes().labels(),
                parameters,
                mean,
                folder,
                parameters.sha256()),
            settings,
            FileStore.of(new Path(out), hadoop.value())));
  }
}
