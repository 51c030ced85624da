// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** Definitions in the test resources, written by hand: networks that are not built in. */
public final class OwnDefinitions {
  /**
   * {@code lenet}: like LeNet, ReLU after the first fully connected layer only; {@code average}:
   * older syntax, padded strided average pool, policy multistep; {@code branches}: three branches
   * and two losses, policy poly; {@code overhang}: pooling windows that reach over the edge.
   */
  public static final List<String> NAMES = List.of("lenet", "average", "branches", "overhang");

  private OwnDefinitions() {}

  public static NetFile net(String name) {
    return NetReader.training(name, bytes(name, "train_val.prototxt"), OptionalInt.empty());
  }

  public static SolverDefinition solver(String name) {
    return SolverReader.read(name, bytes(name, "solver.prototxt"));
  }

  public static String text(String name) {
    return new String(bytes(name, "train_val.prototxt"), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name, String file) {
    try (InputStream in =
        OwnDefinitions.class.getResourceAsStream("/definitions/" + name + "/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
