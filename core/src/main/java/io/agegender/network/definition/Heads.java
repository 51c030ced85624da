package io.agegender.network.definition;

/**
 * The outputs of a network. Scoring takes the network that was trained: {@code output(false,
 * faces)} leaves dropout out, and GoogLeNet's auxiliary heads are a third of a per cent of its
 * arithmetic, not worth a second network.
 */
public final class Heads {
  private Heads() {}

  /** Index of the main output; the others help training only. */
  public static int main(Architecture architecture) {
    return 0;
  }

  /** Number of outputs, and of label arrays that training takes: 3 for GoogLeNet, else 1. */
  public static int count(Architecture architecture) {
    return architecture == Architecture.GOOGLENET ? 3 : 1;
  }
}
