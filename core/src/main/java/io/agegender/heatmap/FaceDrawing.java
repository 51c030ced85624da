// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import io.agegender.relevance.ColourMap;
import io.agegender.storage.FileStore;

/** Draws a face and its maps into the folder of pictures. */
final class FaceDrawing {
  private static final int CHANNELS = 3;

  private final HeatmapSettings.Drawing drawing;
  private final float[] mean;
  private final int size;
  private final FileStore out;

  /**
   * For the faces of one network.
   *
   * @param mean the mean image as the input sees it, (3, size, size), B, G, R, 0 to 255
   * @param size height and width of the input in pixels
   */
  FaceDrawing(HeatmapSettings.Drawing drawing, float[] mean, int size, FileStore out) {
    this.drawing = drawing;
    this.mean = mean;
    this.size = size;
    this.out = out;
  }

  /**
   * What the network saw.
   *
   * @param input (3, size, size), B, G, R, the mean subtracted
   * @return size x size values 0xRRGGBB
   */
  int[] face(float[] input) {
    float[] bgr = input.clone();
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] += mean[i];
    }
    return MapFiles.pixels(bgr);
  }

  /**
   * Draws a map.
   *
   * @param map (3, size, size)
   * @param face what the network saw, as {@link #face} gives it
   * @param stem of the files below {@code png/}
   */
  void map(float[] map, int[] face, String stem) {
    double peak = ColourMap.peak(map, CHANNELS);
    int[] heat = drawing.colours().draw(map, CHANNELS, peak);
    write("png/%s-heat.png".formatted(stem), heat);
    write("png/%s-overlay.png".formatted(stem), MapFiles.overlay(face, heat));
  }

  /** Writes a picture of size x size values 0xRRGGBB. */
  void write(String file, int[] pixels) {
    byte[] png = MapFiles.png(pixels, size);
    out.write(file, stream -> stream.write(png));
  }
}
