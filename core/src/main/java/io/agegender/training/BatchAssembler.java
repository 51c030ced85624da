// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.image.Crop;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns minibatches into arrays: reads faces by position, crops, mirrors and subtracts the mean
 * image. The arrays are used again for the next minibatch of the same size, so the result of one
 * call is valid until the next. Not thread-safe.
 */
public final class BatchAssembler implements AutoCloseable {

  private final Dataset dataset;
  private final FaceReader reader;
  private final MeanImage mean;
  private final int size;
  private final int classes;
  private final int heads;
  private final byte[] record = new byte[Pixels.RECORD];
  private float[] pixels = new float[0];
  private float[] oneHot = new float[0];
  private INDArray features;
  private INDArray labels;

  /**
   * @param mean the mean image of the run's alignment and test fold
   * @param size height and width of the network's input in pixels
   * @param classes of the target
   * @param heads outputs of the network that learn from the same labels: 3 for GoogLeNet, else 1
   */
  public BatchAssembler(
      Dataset dataset, FaceReader reader, MeanImage mean, int size, int classes, int heads) {
    this.dataset = dataset;
    this.reader = reader;
    this.mean = mean;
    this.size = size;
    this.classes = classes;
    this.heads = heads;
  }

  /**
   * @return features of shape (N, 3, size, size), BGR, 0 to 255 less the mean image, and for each
   *     head labels of shape (N, classes), one-hot
   * @throws io.agegender.foundation.error.FailedException if a record is damaged
   */
  public MultiDataSet assemble(Minibatch minibatch) {
    List<AugmentedSample> samples = minibatch.samples();
    prepare(samples.size());
    Arrays.fill(oneHot, 0);
    int plane = Pixels.CHANNELS * size * size;
    for (int i = 0; i < samples.size(); i++) {
      AugmentedSample sample = samples.get(i);
      reader.read(dataset.faces().get(sample.face()), record);
      Crop.into(record, mean, sample.crop(size), pixels, i * plane);
      oneHot[i * classes + sample.label()] = 1;
    }
    NativeFloats.write(pixels, features);
    NativeFloats.write(oneHot, labels);
    INDArray[] outputs = new INDArray[heads];
    Arrays.fill(outputs, labels);
    return new MultiDataSet(new INDArray[] {features}, outputs);
  }

  /** Frees the arrays; those that were given out are not valid any more. The reader stays open. */
  @Override
  public void close() {
    if (features != null) {
      features.close();
      labels.close();
    }
  }

  private void prepare(int samples) {
    if (features == null || features.size(0) != samples) {
      pixels = new float[samples * Pixels.CHANNELS * size * size];
      oneHot = new float[samples * classes];
      features = Nd4j.createUninitialized(DataType.FLOAT, samples, Pixels.CHANNELS, size, size);
      labels = Nd4j.createUninitialized(DataType.FLOAT, samples, classes);
    }
  }
}
