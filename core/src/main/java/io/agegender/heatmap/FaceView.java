// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import io.agegender.image.Crop;
import io.agegender.image.CropSpec;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** What a network sees of a stored face. */
public final class FaceView {
  private FaceView() {}

  /**
   * The network's input.
   *
   * @param record 3 x 256 x 256 bytes, planes B, G, R
   * @param size height and width of the input
   * @return (3, size, size), planes B, G, R, the mean subtracted
   */
  static float[] input(byte[] record, MeanImage mean, HeatmapSettings.View view, int size) {
    if (view == HeatmapSettings.View.CENTRE) {
      float[] input = new float[Pixels.CHANNELS * size * size];
      Crop.into(record, mean, CropSpec.centre(size), input, 0);
      return input;
    }
    float[] whole = new float[Pixels.RECORD];
    Crop.into(record, mean, CropSpec.centre(Pixels.SIDE), whole, 0);
    return smaller(whole, size);
  }

  /** The mean image as the input sees it, (3, size, size), 0 to 255. */
  public static float[] mean(MeanImage mean, HeatmapSettings.View view, int size) {
    float[] values = input(new byte[Pixels.RECORD], mean, view, size);
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return values;
  }

  private static float[] smaller(float[] whole, int size) {
    float[] small = new float[Pixels.CHANNELS * size * size];
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      try (Mat plane = new Mat(Pixels.SIDE, Pixels.SIDE, opencv_core.CV_32FC1);
          Mat scaled = new Mat();
          Size to = new Size(size, size);
          FloatPointer in = new FloatPointer(plane.data())) {
        in.put(whole, channel * Pixels.PLANE, Pixels.PLANE);
        opencv_imgproc.resize(plane, scaled, to, 0, 0, opencv_imgproc.INTER_AREA);
        try (FloatPointer out = new FloatPointer(scaled.data())) {
          out.get(small, channel * size * size, size * size);
        }
      }
    }
    return small;
  }
}
