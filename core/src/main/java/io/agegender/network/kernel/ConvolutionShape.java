package io.agegender.network.kernel;

/**
 * Everything that a convolution's arithmetic depends on; sizes in pixels.
 *
 * @param pictures the batch
 * @param rectified ReLU after it
 */
public record ConvolutionShape(
    long pictures,
    long inChannels,
    long inHeight,
    long inWidth,
    long outChannels,
    long kernelHeight,
    long kernelWidth,
    long strideHeight,
    long strideWidth,
    long padHeight,
    long padWidth,
    int groups,
    boolean rectified) {

  /** Rows of the output, rounded down. */
  long outHeight() {
    return (inHeight + 2 * padHeight - kernelHeight) / strideHeight + 1;
  }

  /** Columns of the output, rounded down. */
  long outWidth() {
    return (inWidth + 2 * padWidth - kernelWidth) / strideWidth + 1;
  }

  /** (N, C, H, W) of the input. */
  public long[] input() {
    return new long[] {pictures, inChannels, inHeight, inWidth};
  }

  /** (N, C, H, W) of the output. */
  public long[] output() {
    return new long[] {pictures, outChannels, outHeight(), outWidth()};
  }
}
