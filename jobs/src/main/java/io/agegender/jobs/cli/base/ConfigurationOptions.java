// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class ConfigurationOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings (HOCON) over the defaults of reference.conf.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting over those of the file; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  /** Read by {@link Problems} from what was parsed, so that every command has it. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--stack-trace", description = "Show the stack trace of an error.")
  private boolean stackTrace;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "The Spark master, such as local[2], spark://host:7077, yarn or k8s://…",
        "(default: spark.master of the environment, else local[2])."
      })
  private String master;

  /**
   * The effective configuration.
   *
   * @param defaultFile the file where the user names none
   * @param derived settings that stand for a command's own options; they win over {@code --set}
   */
  Config load(Optional<Path> defaultFile, List<String> derived) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(derived);
    return Settings.load(Optional.ofNullable(file).or(() -> defaultFile), all);
  }

  Optional<String> master() {
    return Optional.ofNullable(master);
  }
}
