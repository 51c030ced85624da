// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A Spark as people have one: a folder with {@code jars} and {@code bin/spark-submit}. The jars are
 * those of the build; the script asks Spark's launcher, as Spark's own does, which JVM to start.
 */
final class SparkHome {
  static final Path ROOT = Path.of(System.getProperty("agegender.root"));

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  /** These JVMs live for seconds: compiling well takes longer than it saves. */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      home=$(cd "$(dirname "$0")/.." && pwd)
      export SPARK_HOME=$home SPARK_SCALA_VERSION=2.12
      words=()
      while IFS= read -r -d '' word; do words+=("${word#$'\\n'}"); done < <("$JAVA_HOME/bin/java" -Xmx128m \\
        -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$home/jars/*" org.apache.spark.launcher.Main \\
        org.apache.spark.deploy.SparkSubmit "$@")
      exec "${words[@]:1}"
      """;

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  private SparkHome(Path folder) {
    this.folder = folder;
    environment.put("JAVA_HOME", JAVA_HOME.toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("JDK_JAVA_OPTIONS", QUICK_START);
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("OMP_NUM_THREADS", System.getenv("OMP_NUM_THREADS"));
    environment.put("OMP_WAIT_POLICY", "passive");
  }

  /** Lays one out in a folder that does not exist. */
  static SparkHome in(Path folder) throws IOException {
    Path script = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(script, SUBMIT);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(folder.resolve("jars"), ROOT.resolve("submit/target/spark/jars"));
    return new SparkHome(folder);
  }

  /** Sets or, with an empty value, removes a variable of what is started. */
  SparkHome with(String name, String value) {
    if (value.isEmpty()) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    return this;
  }

  Path folder() {
    return folder;
  }

  /** Runs this Spark's script and nothing of ours. */
  Ended submit(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(folder.resolve("bin/spark-submit").toString()));
    command.addAll(arguments);
    return run(command);
  }

  /** Runs the wrapper with this Spark. */
  Ended wrapper(List<String> arguments) throws Exception {
    with("SPARK_HOME", folder.toString());
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("submit/agegender").toString()));
    command.addAll(arguments);
    return run(command);
  }

  /** From this folder, which has nothing to do with the program's. */
  private Ended run(List<String> command) throws Exception {
    return Ended.of(command, folder, environment);
  }

  /** The program, as the build packs it. */
  static Path program() throws IOException {
    try (var jars =
        Files.newDirectoryStream(ROOT.resolve("jobs/target"), "agegender-jobs-*-all.jar")) {
      List<Path> found = StreamSupport.stream(jars.spliterator(), false).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }
}
