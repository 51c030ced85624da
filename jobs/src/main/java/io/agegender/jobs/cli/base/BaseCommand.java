// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.UserPath;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.spark.JvmErrors;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: the settings are loaded and checked before anything starts. */
public abstract class BaseCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings (HOCON) over the defaults of reference.conf.")
  private java.nio.file.Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting over those of the file; may be repeated.")
  private List<String> overrides = List.of();

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

  @Spec private CommandSpec spec;

  @Override
  public final Integer call() {
    return JvmErrors.caught(
        () -> {
          Config config =
              Settings.load(
                  Optional.ofNullable(file).or(this::defaultConfiguration),
                  // What stands for the command's own options wins over --set.
                  Stream.concat(
                          overrides.stream(), derivedSettings().stream().flatMap(Optional::stream))
                      .toList());
          FileSystemSettings.take(config);
          return run(config);
        });
  }

  /** The configuration file where the user names none. */
  protected Optional<java.nio.file.Path> defaultConfiguration() {
    return Optional.empty();
  }

  /** Settings that stand for the command's own options, see {@link #setting}. */
  protected List<Optional<String>> derivedSettings() {
    return List.of();
  }

  /**
   * The setting that stands for an option, such as {@code sample.faces=100}.
   *
   * @param option null if it was not given, and then there is no setting
   * @param written the option as HOCON
   */
  protected static <T> Optional<String> setting(String key, T option, Function<T, Object> written) {
    return Optional.ofNullable(option).map(value -> key + "=" + written.apply(value));
  }

  /** Does the work and returns the exit code. */
  protected abstract int run(Config config);

  protected final String name() {
    return spec.name();
  }

  protected final Optional<String> master() {
    return Optional.ofNullable(master);
  }

  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  protected final Progress.Factory progress() {
    return TerminalProgress.factory();
  }

  /** A path of any Hadoop file system; one without a scheme is of this machine's disk. */
  public static Path path(String text) {
    return UserPath.of(text);
  }
}
