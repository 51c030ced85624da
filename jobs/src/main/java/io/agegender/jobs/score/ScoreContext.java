// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.score;

import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sample;
import io.agegender.image.MeanImage;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.ExecutorRuntime;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.Forward;
import io.agegender.score.Prediction;
import io.agegender.score.ScoreSettings;
import io.agegender.score.Scorer;
import io.agegender.training.FloatChunks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What an executor must know of a trained network to score with it.
 *
 * @param key names run, checkpoint, crop modes and batch size
 * @param settings of the run
 * @param parameters of the network
 * @param mean the mean image of its own training faces
 * @param score crop modes and batch size
 * @param dataset where the dataset is
 * @param datasetSha256 which dataset it is
 * @param hadoop how to reach its file system
 */
record ScoreContext(
    String key,
    RunSettings settings,
    FloatChunks parameters,
    MeanImage mean,
    ScoreSettings score,
    String dataset,
    String datasetSha256,
    SerializableConfiguration hadoop)
    implements Serializable {

  /** Network, faces and scorer on one thread. */
  private record Resident(ExecutorRuntime.OpenDataset open, Forward network, Scorer scorer)
      implements AutoCloseable {
    @Override
    public void close() {
      network.close();
    }
  }

  /** Scores samples on a slot of this JVM; the predictions have the samples' order. */
  Map<CropMode, List<Prediction>> score(List<Sample> samples) {
    return ExecutorRuntime.ofThisJvm()
        .compute(key, Resident.class, this::resident, resident -> score(resident, samples));
  }

  private static Map<CropMode, List<Prediction>> score(Resident resident, List<Sample> samples) {
    List<Face> faces = resident.open().dataset().faces();
    List<Map<CropMode, float[]>> scores =
        resident
            .scorer()
            .score(
                samples.size(),
                (position, into) ->
                    resident.open().reader().read(faces.get(samples.get(position).face()), into));
    Map<CropMode, List<Prediction>> predictions = new EnumMap<>(CropMode.class);
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      Face face = faces.get(sample.face());
      scores
          .get(i)
          .forEach(
              (mode, probabilities) ->
                  predictions
                      .computeIfAbsent(mode, m -> new ArrayList<>())
                      .add(
                          new Prediction(
                              face.id(),
                              face.key().subject(),
                              face.key().photo(),
                              sample.label(),
                              probabilities)));
    }
    return predictions;
  }

  private Resident resident() {
    Forward network = Engine.ofThisJvm().forward(settings, parameters);
    Scorer scorer =
        new Scorer(
            settings.name().classes().count(),
            settings.name().architecture().inputSize(),
            mean,
            score,
            network);
    return new Resident(
        ExecutorRuntime.ofThisJvm().dataset(dataset, datasetSha256, hadoop.value()),
        network,
        scorer);
  }
}
