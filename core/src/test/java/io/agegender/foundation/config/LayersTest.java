// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Substitutions and includes, over all layers. */
class LayersTest {
  @TempDir Path dir;

  @Test
  void whatTheDefaultsDeriveFollowsTheUsersValue() throws IOException {
    Path file = Files.writeString(dir.resolve("mine.conf"), "seed = 7\n");
    assertThat(Settings.load(Optional.of(file), List.of()).getLong("prepare.splits.seed"))
        .isEqualTo(7);
    assertThat(Settings.load(Optional.of(file), List.of("seed=3")).getLong("prepare.splits.seed"))
        .isEqualTo(3);
    Config own = Settings.load(Optional.of(file), List.of("seed=3", "prepare.splits.seed=5"));
    assertThat(own.getLong("prepare.splits.seed")).isEqualTo(5);
    assertThat(Settings.defaults().getLong("prepare.splits.seed")).isEqualTo(20170801);
  }

  @Test
  void everySubstitutionOfTheDefaultsIsTested() throws IOException {
    assertThat(substitutions("reference.conf")).containsExactly("seed = ${seed}");
    assertThat(substitutions("schedules.conf")).isEmpty();
    try (var shipped = Files.newDirectoryStream(Path.of("..", "conf"), "*.conf")) {
      for (Path conf : shipped) {
        assertThat(Files.readString(conf)).as(conf.toString()).doesNotContain("${");
      }
    }
  }

  private static List<String> substitutions(String resource) throws IOException {
    try (InputStream stream = Settings.class.getClassLoader().getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> line.contains("${") && !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void anIncludeIsFoundBesideItsFileWhateverTheFileIsCalled() throws IOException {
    // A bare name, as --config mine.conf gives it: the file is in the working directory.
    Path bare = Path.of("includes-" + System.nanoTime() + ".conf");
    Path base = Path.of("base-" + bare);
    try {
      Files.writeString(base, "seed = 11\n");
      Files.writeString(bare, "include \"%s\"\n".formatted(base));
      assertThat(Settings.load(Optional.of(bare), List.of()).getInt("seed")).isEqualTo(11);
      assertThat(Settings.load(Optional.of(Path.of(".").resolve(bare)), List.of()).getInt("seed"))
          .isEqualTo(11);
      assertThat(Settings.load(Optional.of(bare.toAbsolutePath()), List.of()).getInt("seed"))
          .isEqualTo(11);
    } finally {
      Files.deleteIfExists(bare);
      Files.deleteIfExists(base);
    }
  }

  @Test
  void includesNestAndMayLeaveOutTheEnding() throws IOException {
    Files.createDirectories(dir.resolve("more"));
    Files.writeString(dir.resolve("more/a.conf"), "include \"b\"\n");
    Files.writeString(dir.resolve("more/b.conf"), "train { workers = 4 }\n");
    Path file = Files.writeString(dir.resolve("mine.conf"), "include \"more/a.conf\"\nseed = 1\n");
    assertThat(Settings.load(Optional.of(file), List.of()).getInt("train.workers")).isEqualTo(4);
    Path whole =
        Files.writeString(
            dir.resolve("whole.conf"),
            "include file(\"%s\")\ninclude classpath(\"schedules.conf\")\n".formatted(file));
    assertThat(Settings.load(Optional.of(whole), List.of()).getInt("train.workers")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"bose.conf\"",
        "include required(\"bose.conf\")",
        "include file(\"bose.conf\")",
        "include classpath(\"bose.conf\")",
        "include url(\"file:bose.conf\")",
        "train { include \"bose.conf\" }"
      })
  void anIncludeThatIsNotThereIsAnErrorWithFileAndLine(String statement) throws IOException {
    Path file = Files.writeString(dir.resolve("mine.conf"), "# first\n" + statement + "\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(file), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("mine.conf:2: the included '")
        .hasMessageContaining("bose.conf' was not found");
    Path outer = Files.writeString(dir.resolve("outer.conf"), "include \"mine.conf\"\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(outer), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("mine.conf:2: the included '");
  }

  @Test
  void aFileThatIncludesItselfIsAProblem() throws IOException {
    Path file = Files.writeString(dir.resolve("self.conf"), "include \"self.conf\"\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(file), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("self.conf");
  }

  @Test
  @Timeout(300)
  void hostileFilesAreProblemsToo() throws IOException {
    refused("seed = " + "[".repeat(20_000) + "]".repeat(20_000), "too deeply nested");
    refused("x0 = aaaaaaaaaa\n" + doubling("${x%1$d}${x%1$d}", 22), "expand to more than");
    refused("x0 = 1\n" + doubling("[${x%1$d}, ${x%1$d}]", 60), "expand to more than");
    refused("x0 = 1\n" + doubling("{ a = ${x%1$d}, b = ${x%1$d} }", 60), "expand to more than");
  }

  private static String doubling(String value, int times) {
    return IntStream.range(0, times)
        .mapToObj(i -> "x%d = %s".formatted(i + 1, value.formatted(i)))
        .collect(Collectors.joining("\n"));
  }

  private void refused(String text, String message) throws IOException {
    Path file = Files.writeString(dir.resolve("hostile.conf"), text);
    assertThatThrownBy(() -> Settings.load(Optional.of(file), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
