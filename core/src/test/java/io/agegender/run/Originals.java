// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.network.definition.Architecture;
import java.util.List;

/** What the comparison of 2017 had; a network that was added since is not compared with it. */
public final class Originals {
  private Originals() {}

  /** The four networks. */
  public static List<Architecture> architectures() {
    return List.of(
        Architecture.NET_DEFINITIONS,
        Architecture.CAFFEREFERENCE,
        Architecture.GOOGLENET,
        Architecture.VGG16);
  }

  /** The 38 configurations. */
  public static List<RunName> runs() {
    return RunName.all().stream()
        .filter(run -> architectures().contains(run.architecture()))
        .toList();
  }
}
