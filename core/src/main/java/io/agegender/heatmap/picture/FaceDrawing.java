// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.picture;

import io.agegender.foundation.error.Choice;
import io.agegender.relevance.ColourMap;
import io.agegender.storage.FileStore;

/** Draws a face and its maps into the folder of pictures. */
public final class FaceDrawing {
  private static final int CHANNELS = 3;

  private final Drawing drawing;
  private final float[] mean;
  private final int size;
  private final FileStore out;

  /**
   * For the faces of one network.
   *
   * @param mean the mean image as the input sees it, (3, size, size), B, G, R, 0 to 255
   * @param size height and width of the input in pixels
   */
  public FaceDrawing(Drawing drawing, float[] mean, int size, FileStore out) {
    this.drawing = drawing;
    this.mean = mean;
    this.size = size;
    this.out = out;
  }

  /** Where the picture of a face is. */
  public static String faceFile(String folder, String name) {
    return "png/%s/%s-face.png".formatted(folder, name);
  }

  /** Where a picture of a map is. */
  public static String mapFile(String stem, Drawing.Part part) {
    return "%s-%s.png".formatted(stem, Choice.key(part));
  }

  /**
   * What the network saw.
   *
   * @param input (3, size, size), B, G, R, the mean subtracted
   * @return size x size values 0xRRGGBB
   */
  public int[] face(float[] input) {
    float[] bgr = input.clone();
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] += mean[i];
    }
    return MapFiles.pixels(bgr);
  }

  /**
   * Draws a map on its own scale.
   *
   * @param map (3, size, size)
   * @param face what the network saw, as {@link #face} gives it
   * @param stem of the files, without part and ending
   */
  public void map(float[] map, int[] face, String stem) {
    map(map, face, stem, 0);
  }

  /**
   * Draws a map on a scale that others have, too.
   *
   * @param scale the relevance of a pixel that gets the strongest colour; 0: the map's largest one
   */
  public void map(float[] map, int[] face, String stem, double scale) {
    double own = scale == 0 ? ColourMap.peak(map, CHANNELS) : scale;
    int[] heat = drawing.colours().draw(map, CHANNELS, own);
    for (Drawing.Part part : drawing.parts()) {
      switch (part) {
        case HEAT -> write(mapFile(stem, part), heat);
        case OVERLAY ->
            write(mapFile(stem, part), MapFiles.overlay(face, heat, drawing.colours().light()));
        case CONTOUR ->
            write(
                mapFile(stem, part),
                Contours.of(MapFiles.grey(face), MapFiles.overChannels(map), size));
        case FACE -> {
          // Of the face, not of the map: written once.
        }
      }
    }
  }

  /** Writes a picture of size x size values 0xRRGGBB. */
  public void write(String file, int[] pixels) {
    byte[] png = MapFiles.png(pixels, size);
    out.write(file, stream -> stream.write(png));
  }
}
