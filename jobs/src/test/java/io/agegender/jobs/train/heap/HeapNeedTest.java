// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeapNeedTest {
  private static final long GIB = 1L << 30;

  @Test
  void vgg16IsToldHowMuchAndAdienceNetHasEnough() {
    assertThat(HeapNeed.lacking(run("age_finetuning_vgg16"), true, 2 * GIB))
        .hasValue(
            "age_finetuning_vgg16/fold-0 with 1 worker(s) needs about 3.9 GiB of Java heap in the driver, which may take 2.0 GiB: set AGEGENDER_DRIVER_MEMORY=5g (spark.driver.memory=5g)");
    assertThat(HeapNeed.lacking(run("age_finetuning_vgg16"), true, 5 * GIB)).isEmpty();
    assertThat(HeapNeed.lacking(run("age_net_definitions"), true, 2 * GIB)).isEmpty();
  }

  /** Whoever is out of memory although the estimate was kept needs another number than it had. */
  @Test
  void adviceIsAlwaysMoreThanThereIs() {
    assertThat(HeapNeed.advice(run("age_net_definitions"), false, 2 * GIB))
        .contains("AGEGENDER_DRIVER_MEMORY=4g");
  }

  private static RunSettings run(String name) {
    return SettingsReader.read(
            Settings.load(Optional.empty(), List.of("train.threads=2")), TrainSettings::read)
        .forRun(RunName.parse(name), 0);
  }
}
