// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agegender.jobs.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The schedules parse, and all run the same command. */
class NightSchedulesTest {
  private static final Path SCHEDULES =
      Path.of(System.getProperty("agegender.root"), "submit", "schedules");
  private static final String WRAPPER = "/opt/agegender/submit/schedules/nightly";
  private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)=\\$\\{\\1:-([^}]+)}");

  @TempDir Path dir;

  @Test
  void theWrapperPassesOptionsAndExitCodeOnAndPinsTheThreads() throws Exception {
    Path wrapper = dir.resolve("submit/schedules/nightly");
    Files.createDirectories(wrapper.getParent());
    Files.copy(SCHEDULES.resolve("nightly"), wrapper);
    assertThat(SCHEDULES.resolve("nightly")).isExecutable();
    Path program = dir.resolve("submit/agegender");
    Files.writeString(
        program,
        """
        #!/bin/sh
        for argument in "$@"; do echo "argument $argument"; done
        env | grep -E '^(OMP_NUM_THREADS|JDK_JAVA_OPTIONS|AGEGENDER_DRIVER_MEMORY)='
        exit 4
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path log = dir.resolve("log");
    int code = run(log, wrapper.toString(), "--accept", "--reason", "two words");
    assertThat(code).isEqualTo(4);
    assertThat(Files.readAllLines(log))
        .containsSubsequence(
            "argument nightly",
            "argument --config",
            "argument " + dir.toRealPath().resolve("conf/nightly.conf"),
            "argument --accept",
            "argument --reason",
            "argument two words")
        .anyMatch(line -> line.startsWith("OMP_NUM_THREADS="))
        .anyMatch(line -> line.startsWith("JDK_JAVA_OPTIONS=-XX:+UseParallelGC"));
  }

  @Test
  void cronRunsTheWrapperEveryDay() throws IOException {
    List<String> lines = lines("crontab");
    List<String> jobs = lines.stream().filter(l -> !l.matches("[A-Z]+=.*")).toList();
    assertThat(lines).contains("AGEGENDER=/opt/agegender");
    assertThat(jobs).hasSize(2);
    for (String job : jobs) {
      assertThat(job).matches("\\d+ \\d+ \\* \\* \\* +\\$AGEGENDER/submit/schedules/nightly .*");
    }
    assertThat(jobs.get(1)).contains("--assert-fresh 26h");
  }

  @Test
  void systemdRunsTheWrapperEveryDay() throws IOException {
    Map<String, String> service = unit("agegender-nightly.service");
    assertThat(service.get("Service.ExecStart")).startsWith(WRAPPER + " ");
    assertThat(service).containsEntry("Service.Type", "oneshot");
    Map<String, String> timer = unit("agegender-nightly.timer");
    assertThat(timer.get("Timer.OnCalendar")).matches("\\*-\\*-\\* \\d\\d:\\d\\d:\\d\\d");
    assertThat(timer).containsEntry("Timer.Persistent", "true");
  }

  @Test
  @SuppressWarnings("unchecked") // YAML has no types.
  void kubernetesRunsTheSameCommandOneNightAtATimeAndKeepsHistory() throws IOException {
    Map<String, Object> file =
        new Yaml().load(Files.readString(SCHEDULES.resolve("kubernetes.yaml")));
    assertThat(file).containsEntry("kind", "ScheduledSparkApplication");
    Map<String, Object> spec = (Map<String, Object>) file.get("spec");
    assertThat(spec).containsEntry("concurrencyPolicy", "Forbid");
    assertThat((int) spec.get("successfulRunHistoryLimit")).isPositive();
    assertThat((int) spec.get("failedRunHistoryLimit")).isPositive();
    Map<String, Object> template = (Map<String, Object>) spec.get("template");
    assertThat(template)
        .containsEntry("restartPolicy", Map.of("type", "Never"))
        .containsEntry("mainClass", Main.class.getName());
    assertThat((List<String>) template.get("arguments"))
        .startsWith("nightly", "--config", "/opt/agegender/conf/nightly.conf");
    assertThat((String) template.get("image")).startsWith("agegender");

    // The operator starts the program itself, so it must set what the wrapper sets.
    Map<String, String> wrapper = new TreeMap<>();
    Matcher exports = EXPORT.matcher(Files.readString(SCHEDULES.resolve("nightly")));
    while (exports.find()) {
      wrapper.put(exports.group(1), exports.group(2));
    }
    Map<String, Object> driver = (Map<String, Object>) template.get("driver");
    assertThat(driver).containsEntry("memory", wrapper.get("AGEGENDER_DRIVER_MEMORY"));
    assertThat((String) driver.get("javaOptions")).contains("-XX:+UseParallelGC");
    for (String part : List.of("driver", "executor")) {
      Map<String, Object> pod = (Map<String, Object>) template.get(part);
      Map<String, String> environment =
          ((List<Map<String, String>>) pod.get("env"))
              .stream().collect(Collectors.toMap(e -> e.get("name"), e -> e.get("value")));
      for (String name : List.of("OMP_NUM_THREADS", "MALLOC_ARENA_MAX")) {
        assertThat(environment).as(part).containsEntry(name, wrapper.get(name));
      }
    }
  }

  @Test
  void airflowsDagParsesAndRunsTheWrapper() throws Exception {
    Path dag = SCHEDULES.resolve("airflow_nightly.py");
    assertThat(Files.readString(dag))
        .contains("NIGHTLY = f\"{AGEGENDER}/submit/schedules/nightly ")
        .contains("bash_command=NIGHTLY,")
        .contains("--assert-fresh 26h");
    Path log = dir.resolve("log");
    assumeTrue(canRun(log, "python3", "--version"), "no python3 here");
    int code =
        run(log, "python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", "" + dag);
    assertThat(code).as(Files.readString(log)).isZero();
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(SCHEDULES.resolve(file)).stream()
        .filter(l -> !l.isBlank() && !l.startsWith("#"))
        .toList();
  }

  private static Map<String, String> unit(String file) throws IOException {
    Map<String, String> unit = new TreeMap<>();
    String section = "";
    for (String line : lines(file)) {
      if (line.matches("\\[[A-Z][a-z]+]")) {
        section = line.substring(1, line.length() - 1);
      } else {
        String[] parts = line.split("=", 2);
        assertThat(parts).as(line).hasSize(2);
        unit.put(section + "." + parts[0], parts[1]);
      }
    }
    return unit;
  }

  private static boolean canRun(Path log, String... command) throws InterruptedException {
    try {
      return run(log, command) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(Path log, String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(new ArrayList<>(List.of(command)))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }
}
