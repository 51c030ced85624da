package io.agegender.jobs.bench;

import io.agegender.jobs.executor.Threads;
import io.agegender.problem.FailedException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts main classes of this program in JVMs with this one's options and other thread counts. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Runs a main class to its end.
   *
   * @param threads of the arithmetic
   * @throws FailedException if it does not end with exit code 0
   */
  static void run(Class<?> main, int threads, List<String> arguments) {
    run(main, threads, List.of(), arguments);
  }

  /**
   * Runs a main class to its end.
   *
   * @param threads of the arithmetic
   * @param options of the JVM, besides this one's
   * @throws FailedException if it does not end with exit code 0
   */
  static void run(Class<?> main, int threads, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + File.pathSeparator + own());
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(false);
    builder.environment().put(Threads.VARIABLE, String.valueOf(threads));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      int code = builder.start().waitFor();
      if (code != 0) {
        throw new FailedException("%s ended with exit code %d".formatted(main.getName(), code));
      }
    } catch (IOException e) {
      throw new FailedException("cannot start %s: %s".formatted(command.get(0), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted", e);
    }
  }

  /** The jar or folder that this class is from: spark-submit loads it beside the class path. */
  private static String own() {
    try {
      return Path.of(ChildJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a code source is always a URI", e);
    }
  }
}
