// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.foundation.svg.SmallSvg;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * One plot.
 *
 * @param chart what is drawn
 * @param title in a few words
 * @param description what it shows, for those who cannot see it
 */
public record Plot(Chart<?, ?> chart, String title, String description) {
  private static final int SCALE = 2;

  /** As PNG at twice the chart's size, for dense screens: 1520 pixels wide. */
  public byte[] png() {
    int width = chart.getWidth();
    int height = chart.getHeight();
    BufferedImage image =
        new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, width, height);
    graphics.dispose();
    return encode(out -> ImageIO.write(image, "png", out));
  }

  /** As SVG, text as outlines, so that it looks the same everywhere. */
  public byte[] svg() {
    byte[] drawn =
        encode(
            out ->
                VectorGraphicsEncoder.saveVectorGraphic(
                    chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG));
    return SmallSvg.of(new String(drawn, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  private interface Encoder {
    void to(ByteArrayOutputStream out) throws IOException;
  }

  private static byte[] encode(Encoder encoder) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      encoder.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("drawing to memory failed", e);
    }
    return out.toByteArray();
  }
}
