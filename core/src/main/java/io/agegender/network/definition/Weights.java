package io.agegender.network.definition;

/**
 * A layer with weights as a network definition writes it.
 *
 * @param outputs channels or units
 * @param kernel side of the kernel in pixels; 1 for a fully connected layer
 * @param stride step of the kernel in pixels
 * @param pad zeros around the input in pixels
 * @param groups groups of channels
 * @param filler first weights
 * @param bias first biases
 * @param weightRate multiplier of the learning rate for the weights
 * @param biasRate multiplier of the learning rate for the biases
 * @param rectified followed by ReLU
 * @param dropInput share of the inputs that training drops
 */
public record Weights(
    int outputs,
    int kernel,
    int stride,
    int pad,
    int groups,
    Filler filler,
    double bias,
    double weightRate,
    double biasRate,
    boolean rectified,
    double dropInput) {

  /** A convolution with ReLU: stride 1, no padding, rates 1 and 2, everything filled with 0. */
  public static Weights filters(int number, int kernel) {
    return new Weights(number, kernel, 1, 0, 1, Filler.DEFAULT, 0, 1, 2, true, 0);
  }

  /** A fully connected layer with ReLU: rates 1 and 2, everything filled with 0. */
  public static Weights units(int number) {
    return filters(number, 1);
  }

  public Weights stride(int pixels) {
    return new Weights(
        outputs,
        kernel,
        pixels,
        pad,
        groups,
        filler,
        bias,
        weightRate,
        biasRate,
        rectified,
        dropInput);
  }

  public Weights pad(int pixels) {
    return new Weights(
        outputs,
        kernel,
        stride,
        pixels,
        groups,
        filler,
        bias,
        weightRate,
        biasRate,
        rectified,
        dropInput);
  }

  public Weights groups(int number) {
    return new Weights(
        outputs,
        kernel,
        stride,
        pad,
        number,
        filler,
        bias,
        weightRate,
        biasRate,
        rectified,
        dropInput);
  }

  Weights fill(Filler weights, double biases) {
    return new Weights(
        outputs,
        kernel,
        stride,
        pad,
        groups,
        weights,
        biases,
        weightRate,
        biasRate,
        rectified,
        dropInput);
  }

  public Weights gaussian(double standardDeviation, double biases) {
    return fill(new Filler.Gaussian(standardDeviation), biases);
  }

  public Weights xavier(double biases) {
    return fill(new Filler.Xavier(), biases);
  }

  public Weights rates(double weights, double biases) {
    return new Weights(
        outputs, kernel, stride, pad, groups, filler, bias, weights, biases, rectified, dropInput);
  }

  public Weights linear() {
    return new Weights(
        outputs, kernel, stride, pad, groups, filler, bias, weightRate, biasRate, false, dropInput);
  }

  /** Training drops this share of the inputs and scales the others by 1 / (1 - share). */
  public Weights dropInput(double share) {
    return new Weights(
        outputs, kernel, stride, pad, groups, filler, bias, weightRate, biasRate, rectified, share);
  }
}
