// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Crop;
import io.agegender.image.CropSpec;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows the crops of faces to a network and averages its probabilities over the crops.
 *
 * <p>Every crop is computed once, whatever number of crop modes uses it: the centre and the corner
 * are two of the ten. Batches are filled over faces, and the last one is run at full size too, so
 * that each crop meets the same kernels wherever it stands. Memory is bounded by one batch. Not
 * thread-safe.
 */
public final class Scorer {
  private final int classes;
  private final int size;
  private final MeanImage mean;
  private final Forward network;
  private final Set<CropMode> modes;
  private final List<CropSpec> crops;
  private final float[] batch;
  private final int batchSize;

  /**
   * Prepares for one network.
   *
   * @param classes the number of classes that are expected of the network
   * @param size height and width of its input in pixels, 1 to 256
   * @param mean the mean image of the network's own training faces
   * @param settings crop modes and batch size
   */
  public Scorer(int classes, int size, MeanImage mean, ScoreSettings settings, Forward network) {
    this.classes = classes;
    this.size = size;
    this.mean = mean;
    this.network = network;
    this.modes = settings.cropModes();
    Set<CropSpec> distinct = new LinkedHashSet<>();
    modes.stream().sorted().forEach(mode -> distinct.addAll(mode.specs(size)));
    this.crops = List.copyOf(distinct);
    this.batchSize = settings.batchSize();
    this.batch = new float[batchSize * cropLength()];
  }

  /** Gives stored faces by their position in the work at hand. */
  @FunctionalInterface
  public interface Records {
    /**
     * Reads one face.
     *
     * @param position 0 for the first face
     * @param into 3 x 256 x 256 bytes, planes B, G, R
     */
    void read(int position, byte[] into);
  }

  /**
   * Scores faces in order.
   *
   * @param faces how many there are
   * @return the probabilities of each face by crop mode
   * @throws UsageException if the network has another number of classes
   * @throws FailedException if it gives a value that is not a probability
   */
  public List<Map<CropMode, float[]>> score(int faces, Records records) {
    List<Map<CropMode, float[]>> scores = new ArrayList<>(faces);
    List<float[]> pending = new ArrayList<>();
    byte[] record = new byte[Pixels.RECORD];
    int filled = 0;
    for (int face = 0; face < faces; face++) {
      records.read(face, record);
      for (CropSpec crop : crops) {
        Crop.into(record, mean, crop, batch, filled++ * cropLength());
        if (filled == batchSize) {
          run(filled, pending);
          filled = 0;
          finish(pending, scores);
        }
      }
    }
    if (filled > 0) {
      run(filled, pending);
      finish(pending, scores);
    }
    return scores;
  }

  private int cropLength() {
    return Pixels.CHANNELS * size * size;
  }

  private void run(int filled, List<float[]> pending) {
    float[][] outputs = network.probabilities(batch, batchSize);
    for (int i = 0; i < filled; i++) {
      if (outputs[i].length != classes) {
        throw new UsageException(
            "the network has %d classes, %d are expected: it is a model of another target"
                .formatted(outputs[i].length, classes));
      }
      pending.add(outputs[i]);
    }
  }

  /** Averages the faces whose crops are all through. */
  private void finish(Collection<float[]> pending, List<Map<CropMode, float[]>> scores) {
    List<float[]> outputs = List.copyOf(pending);
    int complete = outputs.size() / crops.size();
    for (int i = 0; i < complete; i++) {
      scores.add(average(outputs.subList(i * crops.size(), (i + 1) * crops.size()), scores));
    }
    pending.clear();
    pending.addAll(outputs.subList(complete * crops.size(), outputs.size()));
  }

  private Map<CropMode, float[]> average(
      List<float[]> outputs, List<Map<CropMode, float[]>> scores) {
    Map<CropMode, float[]> averages = new EnumMap<>(CropMode.class);
    for (CropMode mode : modes) {
      List<CropSpec> own = mode.specs(size);
      float[] sum = new float[classes];
      for (CropSpec crop : own) {
        float[] output = outputs.get(crops.indexOf(crop));
        for (int c = 0; c < classes; c++) {
          sum[c] += output[c];
        }
      }
      // In single precision and in the crops' order, as numpy's mean over the batch axis.
      for (int c = 0; c < classes; c++) {
        sum[c] /= own.size();
        if (!Float.isFinite(sum[c])) {
          throw new FailedException(
              ("face number %d of this work: the network's output for class %d is %s;"
                      + " its weights are broken or its training diverged")
                  .formatted(scores.size(), c, sum[c]));
        }
      }
      averages.put(mode, sum);
    }
    return averages;
  }
}
