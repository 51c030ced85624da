// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.build.Build;
import io.agegender.foundation.config.SettingsReader;

/** What networks are computed on: the setting {@code device}. */
public enum Device {
  /** What this program was built for. */
  AUTO,
  CPU,
  /** One GPU for each executor, which Spark assigns. */
  GPU;

  private static final String KEY = "device";

  /**
   * @throws io.agegender.foundation.error.UsageException if there is no such device
   */
  public static Device read(SettingsReader settings) {
    return settings.choice(Device.class, KEY);
  }

  /** The device that this means in this build: CPU or GPU. */
  public Device inThisBuild() {
    return this == AUTO ? built() : this;
  }

  /** What the ND4J of this build computes on. */
  static Device built() {
    return Build.facts().get("nd4j.artifact").contains("cuda") ? GPU : CPU;
  }
}
