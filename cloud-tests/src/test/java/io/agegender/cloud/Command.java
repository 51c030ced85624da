// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import io.agegender.jobs.cli.Cli;
import io.agegender.jobs.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command came to.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it complained of
 */
record Command(int code, String out, String err) {
  /** Runs a command of the program in this JVM. */
  static Command run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    return new Command(code, out.toString(), err.toString());
  }

  static Command run(String... arguments) {
    return run(List.of(arguments));
  }

  /** Starts a command in a JVM of its own, so that it can be killed. */
  static Process start(S3Server server, Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.matches("(--add-opens|-Dorg\\.eclipse|-XX:).*"))
        .forEach(command::add);
    server.settings().forEach((key, value) -> command.add("-Dspark.hadoop." + key + "=" + value));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
