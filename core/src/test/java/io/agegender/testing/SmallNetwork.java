// SPDX-License-Identifier: Apache-2.0
package io.agegender.testing;

import io.agegender.adience.Target;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.Window;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.NetworkText;
import io.agegender.run.NetworkText.FolderName;
import io.agegender.run.RunName;

/** A network of a few thousand parameters, for tests of what surrounds the computing. */
public final class SmallNetwork {
  /** Its run for age. */
  public static final RunName AGE = age(Target.AGE.classes());

  /** A solver whose rate drops while tests look. */
  public static final SolverSettings SOLVER = new SolverSettings(0.001, 0.1, 3, 0.9, 0.0005);

  private SmallNetwork() {}

  private static RunName age(int classes) {
    Learned gaussian = Learned.gaussian(0.01, 0);
    return NetworkText.name(
        FolderName.of("age_small"),
        Target.AGE,
        new NetworkBuilder("small", 64)
            .convolution("conv1", 8, Window.of(7).stride(4), gaussian)
            .relu("relu1")
            .maxPool("pool1", Window.of(3).stride(2))
            .lrn("norm1")
            .innerProduct("fc2", 32, Learned.xavier(1))
            .relu("relu2")
            .dropout("drop2", 0.5)
            .innerProduct("fc3", classes, gaussian)
            .softmaxLoss("loss")
            .build());
  }
}
