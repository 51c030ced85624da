// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Real Caffe 1.0, run as a program of its own: the module caffe-reference, whose class {@code Main}
 * documents the commands. One instance runs one command.
 */
public final class RealCaffe {
  private static final String MAIN = "io.agegender.caffe.reference.Main";
  private static final int TIMEOUT_MINUTES = 20;
  private static final int LOG_LINES = 15;

  private final String command;
  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> unset = new ArrayList<>();

  private RealCaffe(String command) {
    this.command = command;
  }

  /** Prepares a command such as {@code lmdb}. */
  public static RealCaffe command(String name) {
    return new RealCaffe(name);
  }

  /** Adds {@code key=value}. */
  public RealCaffe with(String key, Object value) {
    arguments.put(key, value.toString());
    return this;
  }

  /** Sets a variable of the environment. */
  public RealCaffe environment(String key, String value) {
    environment.put(key, value);
    return this;
  }

  /** Removes a variable of the environment. */
  public RealCaffe without(String key) {
    unset.add(key);
    return this;
  }

  /**
   * Runs the command to its end.
   *
   * @throws IllegalStateException if the module is not compiled, or with the end of Caffe's log if
   *     it fails
   */
  public void run() throws IOException, InterruptedException {
    Path module = Path.of(System.getProperty("agegender.root"), "core/caffe-reference/target");
    Path classPath = module.resolve("classpath.txt");
    if (!Files.exists(classPath)) {
      throw new IllegalStateException(
          classPath + " is not there: build it with mvn compile -pl core/caffe-reference");
    }
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Caffe computes in native code; what is left is the start.
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-XX:+UseSerialGC");
    line.add("-Xmx1g");
    line.add("-XX:MaxDirectMemorySize=8g");
    line.add("-Dorg.bytedeco.javacpp.cachedir=" + module.resolve("javacpp"));
    line.add("-cp");
    line.add(Files.readString(classPath).strip() + File.pathSeparator + module.resolve("classes"));
    line.add(MAIN);
    line.add(command);
    arguments.forEach((key, value) -> line.add(key + "=" + value));
    Path log = Files.createTempFile("caffe-", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("GLOG_logtostderr", "1");
      builder.environment().putAll(environment);
      builder.environment().keySet().removeAll(unset);
      Process process = builder.start();
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            "Caffe: %s %s: %s%n%s"
                .formatted(
                    command,
                    arguments,
                    ended ? "exit code " + process.exitValue() : "no end in time",
                    tail(log)));
      }
    } finally {
      Files.delete(log);
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .skip(Math.max(0, lines.size() - LOG_LINES))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
