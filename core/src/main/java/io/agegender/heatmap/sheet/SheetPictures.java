// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import io.agegender.foundation.error.FailedException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures as the page holds them besides PNGs, as URLs that need no file. */
final class SheetPictures {
  private static final float QUALITY = 0.9f;

  private SheetPictures() {}

  /** An SVG as it is. */
  static String svg(byte[] svg) {
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg);
  }

  /**
   * A PNG of a face as JPEG, a fifth of its size: a page has hundreds.
   *
   * @param where for the message
   * @throws FailedException if it is not a PNG
   */
  static String jpeg(byte[] png, Object where) {
    BufferedImage image = decoded(png, where);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(jpeg)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    } finally {
      writer.dispose();
    }
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray());
  }

  private static BufferedImage decoded(byte[] png, Object where) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      if (image != null) {
        return image;
      }
    } catch (IOException e) {
      throw new FailedException(
          "%s is damaged: %s; delete it and start again".formatted(where, e.getMessage()), e);
    }
    throw new FailedException("%s is not a picture; delete it and start again".formatted(where));
  }
}
