// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path dir;

  @Test
  void overrideWinsOverFileAndFileOverDefault() throws IOException {
    Path file = Files.writeString(dir.resolve("a.conf"), "seed = 7\n");
    assertThat(Settings.load(Optional.of(file), List.of()).getInt("seed")).isEqualTo(7);
    Config both = Settings.load(Optional.of(file), List.of("seed=8", "seed=9"));
    assertThat(both.getInt("seed")).isEqualTo(9);
    assertThat(Settings.where(both, "seed")).isEqualTo("--set seed=9");
  }

  @Test
  void allProblemsAreReportedAtOnceWithFileAndLine() throws IOException {
    Path file = Files.writeString(dir.resolve("bad.conf"), "sed = 7\nseed = [1]\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(file), List.of("x", "y.z=1")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining("bad.conf:1: unknown key 'sed' (did you mean 'seed'?)")
        .hasMessageContaining("bad.conf:2: 'seed' is a list")
        .hasMessageContaining("--set x: write it as key=value")
        .hasMessageContaining("--set y.z=1: unknown key 'y'");
  }

  @Test
  void keysThatHadAnotherNameAreRefusedWithTheNewOne() throws IOException {
    Path file = Files.writeString(dir.resolve("old.conf"), "nightly.start-weights = made-up\n");
    assertThatThrownBy(
            () ->
                Settings.load(
                    Optional.of(file),
                    List.of("start-weights.folder=models", "nightly.trend.nights=3")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("old.conf:1: unknown key 'nightly.start-weights': its name is now")
        .hasMessageContaining("'nightly.pretrained', and 'made-up' is 'random'")
        .hasMessageContaining(
            "--set start-weights.folder=models: unknown key 'start-weights': its name is now"
                + " 'pretrained'")
        .hasMessageContaining("its name is now 'nightly.trend.runs'");
  }

  @Test
  void missingFileAndBrokenSyntaxAreNamed() throws IOException {
    assertThatThrownBy(() -> Settings.load(Optional.of(dir.resolve("none.conf")), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("none.conf: no such file");
    Path broken = Files.writeString(dir.resolve("broken.conf"), "seed = {\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(broken), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("broken.conf");
  }
}
