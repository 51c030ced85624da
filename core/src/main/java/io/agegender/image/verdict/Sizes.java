package io.agegender.image.verdict;

/** The pixel budget, checked on the header before anything is allocated. */
public final class Sizes {
  private Sizes() {}

  public static void check(long width, long height, long maxPixels) throws PictureProblem {
    if (width * height > maxPixels) {
      throw new PictureProblem(
          PictureReason.TOO_LARGE,
          "%d x %d pixels, more than %d".formatted(width, height, maxPixels));
    }
  }
}
