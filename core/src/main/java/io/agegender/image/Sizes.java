package io.agegender.image;

/** The pixel budget, checked on the header before anything is allocated. */
final class Sizes {
  private Sizes() {}

  static void check(long width, long height, long maxPixels) throws PictureProblem {
    if (width * height > maxPixels) {
      throw new PictureProblem(
          PictureReason.TOO_LARGE,
          "%d x %d pixels, more than %d".formatted(width, height, maxPixels));
    }
  }
}
