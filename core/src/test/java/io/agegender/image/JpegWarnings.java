// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/** What the JDK's decoder, a third one, has to say about a JPEG file. */
final class JpegWarnings {
  private JpegWarnings() {}

  /**
   * @return the warnings, empty if the decoder is content
   * @throws PictureProblem if it gives up
   */
  static List<String> of(byte[] file) throws PictureProblem {
    List<String> warnings = new ArrayList<>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(
          (IIOReadWarningListener) (source, warning) -> warnings.add(warning));
      // The raster, because colours do not matter here and not all of them can be converted.
      reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      throw new PictureProblem(PictureReason.CORRUPT, String.valueOf(e.getMessage()));
    } finally {
      reader.dispose();
    }
    return warnings;
  }
}
