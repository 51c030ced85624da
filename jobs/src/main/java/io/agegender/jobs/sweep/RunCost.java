package io.agegender.jobs.sweep;

import io.agegender.network.definition.Architecture;
import io.agegender.run.RunSettings;

/** How much arithmetic a run is, so that the longest can start first. */
final class RunCost {
  private RunCost() {}

  /** Multiplications of all forward passes of a run; a backward pass costs about twice as many. */
  static double multiplications(RunSettings settings) {
    return (double) forward(settings.name().architecture())
        * settings.rounds().samplesBefore(settings.iterations());
  }

  /** Multiplications of one face's forward pass with all heads, for eight classes. */
  private static long forward(Architecture architecture) {
    return switch (architecture) {
      case NET_DEFINITIONS -> 709_253_120L;
      case CAFFEREFERENCE -> 720_343_584L;
      case GOOGLENET -> 1_587_996_672L;
      case VGG16 -> 15_466_201_088L;
    };
  }
}
