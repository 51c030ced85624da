// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.adience.Alignment;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.synthetic.people.AgeSpan;
import io.agegender.synthetic.people.Person;
import io.agegender.synthetic.people.SampleRow;
import io.agegender.synthetic.people.Seeds;
import io.agegender.synthetic.people.Sex;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.SplittableRandom;

/**
 * Draws, lights and stores the two pictures of a face. Keeps its buffers; one thread at a time.
 *
 * <p>Large pictures are drawn smaller and enlarged: the jobs shrink them to 256 pixels again, and
 * drawing is what takes the time.
 */
public final class Studio {
  private static final int LARGEST_DRAWN = 320;

  private final SampleSettings settings;
  private BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

  public Studio(SampleSettings settings) {
    this.settings = settings;
  }

  /**
   * @return the JPEG of the face that the row names
   */
  public byte[] photograph(SampleRow row, Alignment alignment) {
    long seed = settings.seed();
    SplittableRandom subject = Seeds.of(seed, "subject", row.face().subject());
    AgeSpan span = AgeSpan.of(row.age(), subject);
    Person person = Person.of(subject, span, Sex.of(row.gender(), subject));
    Shot shot = Shot.of(Seeds.of(seed, "shot", row.key()));
    SplittableRandom view = Seeds.of(seed, alignment.key(), row.key());
    Camera camera = Camera.of(alignment, view, settings.size());
    double factor = Math.min(1, (double) LARGEST_DRAWN / settings.size()) * shot.sharpness();
    Camera drawn = camera.scaled(factor);
    BufferedImage canvas = blank(drawn.width(), drawn.height());
    try (Canvas surface = new Canvas(canvas, drawn)) {
      new FacePainter(surface, person, shot).paint(drawn.photoEdge());
    }
    byte[] bgr = new Exposure(shot).develop(pixels(canvas), drawn.width(), drawn.height(), view);
    return Jpeg.encode(
        bgr, drawn.width(), drawn.height(), camera.width(), camera.height(), shot.quality());
  }

  private BufferedImage blank(int width, int height) {
    if (picture.getWidth() != width || picture.getHeight() != height) {
      picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      return picture;
    }
    Graphics2D graphics = picture.createGraphics();
    graphics.clearRect(0, 0, width, height);
    graphics.dispose();
    return picture;
  }

  private static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
