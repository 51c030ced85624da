package io.agegender.network;

/** The outputs of a training network. */
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
