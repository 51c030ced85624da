// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.process;

import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.spark.Machine;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts main classes of this program in JVMs with this one's options and other thread counts. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Runs a main class to its end. Its last argument is a file for what it found out.
   *
   * @param threads of the arithmetic
   * @param arguments all but the last
   * @return what it wrote into that file
   * @throws FailedException if it does not end with exit code 0
   */
  public static String run(Class<?> main, int threads, List<String> arguments) {
    return run(main, threads, List.of(), arguments);
  }

  /**
   * As {@link #run(Class, int, List)}.
   *
   * @param options of the JVM, besides this one's
   */
  public static String run(
      Class<?> main, int threads, List<String> options, List<String> arguments) {
    try {
      Path result = Files.createTempFile("agegender-bench", ".txt");
      try {
        start(
            main,
            threads,
            options,
            Stream.concat(arguments.stream(), Stream.of(result.toString())).toList());
        return Files.readString(result);
      } finally {
        Files.delete(result);
      }
    } catch (IOException e) {
      throw new FailedException("cannot measure: " + e.getMessage(), e);
    }
  }

  private static void start(
      Class<?> main, int threads, List<String> options, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            System.getProperty("java.class.path"),
            placeOf(ChildJvm.class),
            placeOf(Machine.class)));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(false);
    builder.environment().put(Machine.THREADS_VARIABLE, String.valueOf(threads));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      int code = builder.start().waitFor();
      if (code != 0) {
        throw new FailedException("%s ended with exit code %d".formatted(main.getName(), code));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted", e);
    }
  }

  /** The jar or folder that a class is from: spark-submit loads it beside the class path. */
  private static String placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a code source is always a URI", e);
    }
  }
}
