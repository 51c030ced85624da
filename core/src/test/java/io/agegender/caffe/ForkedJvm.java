// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of the tests in a JVM of its own, with the switches of this one. */
final class ForkedJvm {
  private ForkedJvm() {}

  /**
   * @param extra switches that come last and so win, such as {@code -Xmx128m}
   */
  static ProcessBuilder of(Class<?> main, List<String> extra, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Not JaCoCo's agent: two JVMs would write to one file.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-javaagent"))
        .forEach(line::add);
    line.addAll(extra);
    line.add("-cp");
    line.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    line.add(main.getName());
    line.addAll(arguments);
    return new ProcessBuilder(line);
  }
}
