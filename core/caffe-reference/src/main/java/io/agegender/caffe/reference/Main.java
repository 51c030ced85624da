// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import java.io.IOException;
import org.bytedeco.caffe.Caffe;

/** The command line: a command and {@code key=value} arguments. */
public final class Main {
  private Main() {}

  /**
   * Runs one command; Caffe's own log goes to standard error.
   *
   * @param arguments {@code describe}, {@code train}, {@code predict}, {@code relevance}, {@code
   *     fill}, {@code binaryproto}, {@code transform}, {@code lmdb} or {@code time}, then its
   *     arguments as the methods of the same names document them
   */
  public static void main(String[] arguments) throws IOException {
    Caffe.set_mode(Caffe.CPU);
    Arguments rest = Arguments.parse(arguments, 1);
    switch (arguments[0]) {
      case "describe" -> Commands.describe(rest);
      case "train" -> Commands.train(rest);
      case "predict" -> Commands.predict(rest);
      case "relevance" -> Relevance.relevance(rest);
      case "fill" -> Commands.fill(rest);
      case "binaryproto" -> Commands.binaryproto(rest);
      case "transform" -> Pictures.transform(rest);
      case "lmdb" -> Pictures.lmdb(rest);
      case "time" -> Timing.time(rest);
      default -> throw new IllegalArgumentException("no such command: " + arguments[0]);
    }
  }
}
