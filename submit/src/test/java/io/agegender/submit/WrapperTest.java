// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The wrapper in surroundings that people have: a folder whose name is not one word, no locale, a
 * user without a name, and variables as they come. Most tests put a script in the place of {@code
 * java}, which says how it was called.
 */
@Tag("slow")
class WrapperTest {
  private static final Path ROOT = Path.of(System.getProperty("agegender.root"));
  private static final String FOLDER = "my faces #1 50% \"new\" $HOME";
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
      echo "LC_ALL=${LC_ALL:-}"
      echo "OMP_NUM_THREADS=$OMP_NUM_THREADS"
      for word in "$@"; do echo "word $word"; done
      """;

  @TempDir Path dir;
  private Path home;
  private Path bin;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void install() throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = dir.toRealPath().resolve(FOLDER);
    bin = Files.createDirectories(dir.resolve("bin"));
    Files.createDirectories(home.resolve("submit/target/spark/jars"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(ROOT.resolve("submit/agegender"), home.resolve("submit/agegender"));
    Files.copy(
        ROOT.resolve("submit/agegender.properties"), home.resolve("submit/agegender.properties"));
    Files.createDirectories(home.resolve("conf"));
    Files.copy(ROOT.resolve("conf/log4j2.properties"), home.resolve("conf/log4j2.properties"));
    Files.createFile(home.resolve("lib/agegender.jar"));
    Files.createSymbolicLink(dir.resolve("link"), home.resolve("submit/agegender"));
    script("java", JAVA);
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
  }

  private void script(String name, String text) throws IOException {
    Path script = Files.writeString(bin.resolve(name), text);
    assertThat(script.toFile().setExecutable(true, false)).isTrue();
  }

  /** Through a link and from another folder, with no more environment than is said. */
  private Ended start(String... arguments) throws Exception {
    return start(List.of(), arguments);
  }

  private Ended start(List<String> before, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(dir.resolve("link").toString());
    command.addAll(List.of(arguments));
    return Ended.of(command, bin, environment);
  }

  @Test
  void theProgramStartsInSuchAFolderThroughALinkWithoutALocaleAndForAUserWithoutAName()
      throws Exception {
    Files.delete(bin.resolve("java"));
    Files.delete(home.resolve("lib/agegender.jar"));
    try (var jars = Files.newDirectoryStream(ROOT.resolve("jobs/target"), "*-all.jar")) {
      Files.createSymbolicLink(home.resolve("lib/agegender.jar"), jars.iterator().next());
    }
    Files.delete(home.resolve("submit/target/spark/jars"));
    Files.createSymbolicLink(
        home.resolve("submit/target/spark/jars"), ROOT.resolve("submit/target/spark/jars"));
    for (String jar : List.of("synthetic-faces", "benchmarks")) {
      Files.copy(home.resolve("lib/agegender.jar"), home.resolve("lib/agegender-" + jar + ".jar"));
    }
    environment.put("LC_ALL", "C");
    List<String> nobody = List.of();
    if (canBeNobody()) {
      nobody = List.of("setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups");
    } else {
      withoutName();
    }
    Ended ended = start(nobody, "--version");
    assertThat(ended.text()).startsWith("agegender ").doesNotContain("WARN", "Exception");
    assertThat(ended.code()).isZero();
  }

  /** As root, and if others may read the build. */
  private boolean canBeNobody() throws Exception {
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--reuid",
                "54321",
                "--clear-groups",
                "test",
                "-r",
                ROOT.resolve("submit/target/spark/jars").toString())
            .start();
    return process.waitFor() == 0;
  }

  private void withoutName() throws IOException {
    script("id", "#!/bin/sh\n[ \"$1\" = -u ] && echo 54321\n");
  }

  @Test
  void everyNameIsOneWord() throws Exception {
    environment.put("AGEGENDER_SPARK_OPTIONS", "--conf a=* --conf  b=c");
    List<String> words = start("sweep", "--out", "two words").words();
    String uri = "file://" + home.toUri().getRawPath().replace("$", "%24");
    assertThat(words)
        .contains(
            "-Dagegender.home=" + home,
            "-Dlog4j2.configurationFile=" + uri + "conf/log4j2.properties")
        .containsSubsequence("-cp", home + "/submit/target/spark/jars/*")
        .containsSubsequence(
            "--jars",
            uri + "lib/agegender-synthetic-faces.jar," + uri + "lib/agegender-benchmarks.jar")
        .containsSubsequence("--conf", "a=*", "--conf", "b=c")
        .endsWith(uri + "lib/agegender.jar", "sweep", "--out", "two words");
  }

  @Test
  void theDriversClassPathIsWhatSparksOwnScriptWouldMake() throws Exception {
    Files.delete(home.resolve("submit/target/spark/jars"));
    Files.createSymbolicLink(
        home.resolve("submit/target/spark/jars"), ROOT.resolve("submit/target/spark/jars"));
    String real = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    script(
        "java",
        JAVA.replace(
            "echo \"LC_ALL",
            "case \"$*\" in *launcher.Main*) exec '%s' \"$@\" ;; esac\necho \"LC_ALL"
                .formatted(real)));
    Path properties =
        Files.writeString(
            dir.resolve("s3.properties"), "spark.driver.extraClassPath /connector/s3a.jar\n");
    environment.put("AGEGENDER_SPARK_OPTIONS", "--properties-file " + properties);
    environment.put("HADOOP_CONF_DIR", "/etc/hadoop");
    List<String> words = start("sweep").words();
    assertThat(words.get(words.indexOf("-cp") + 1))
        .startsWith("/connector/s3a.jar:")
        .contains(home + "/submit/target/spark/jars/*")
        .endsWith(":/etc/hadoop");
  }

  @Test
  void sparksOwnScriptGetsTheJvmsOptionsInQuotes() throws Exception {
    script("spark-submit", JAVA);
    List<String> words = start("sweep").words();
    assertThat(words.get(words.indexOf("--driver-java-options") + 1))
        .contains(
            "\"--add-opens=java.base/java.lang=ALL-UNNAMED\" ",
            "\"-Dagegender.home=%s\" ".formatted(home.toString().replace("\"", "\\\"")));
  }

  @Test
  void whatTheFileSaysIsPassedWithThisMachinesThreadsAndMemory() throws Exception {
    environment.put("OMP_NUM_THREADS", "3");
    List<String> words = start("sweep", "--master", "local[2]").words();
    assertThat(words)
        .contains(
            "spark.yarn.appMasterEnv.OMP_NUM_THREADS=3",
            "spark.executorEnv.LC_ALL=C.UTF-8",
            "spark.dynamicAllocation.enabled=false",
            "-Dorg.eclipse.deeplearning4j.helpers.disable=false")
        .noneMatch(word -> word.startsWith("spark.driver.memory"))
        .anyMatch(
            word ->
                word.startsWith("spark.executor.extraJavaOptions=-Dorg.eclipse")
                    && word.contains(" -Dorg.bytedeco.javacpp.maxphysicalbytes="));

    // A container's bound is its own.
    assertThat(start("sweep", "--master", "yarn").words())
        .anyMatch(word -> word.startsWith("-Dorg.bytedeco.javacpp.maxphysicalbytes="))
        .noneMatch(
            word ->
                word.startsWith("spark.executor.extraJavaOptions=")
                    && word.contains("maxphysicalbytes"));
  }

  @Test
  void aFolderThatNoClassPathCanNameIsRefused() throws Exception {
    home = Files.move(home, home.resolveSibling("a:b"));
    Files.delete(dir.resolve("link"));
    Files.createSymbolicLink(dir.resolve("link"), home.resolve("submit/agegender"));
    Ended ended = start("sweep");
    assertThat(ended.text()).contains("a:b", "move it");
    assertThat(ended.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "", "xx_XX.UTF-8"})
  void aLocaleWhoseFileNamesAreAsciiIsReplaced(String locale) throws Exception {
    environment.put("LC_ALL", locale);
    Ended ended = start("sweep");
    assertThat(ended.text()).containsPattern("(?m)^LC_ALL=[\\w.]+(utf8|UTF-8)$");
    assertThat(ended.words()).contains("spark.executorEnv.LC_ALL=C.UTF-8");
  }

  @Test
  void aLocaleOfUtf8StaysAndAMachineWithoutOneIsToldWhatToDo() throws Exception {
    script("locale", "#!/bin/sh\necho UTF-8\n");
    environment.put("LC_ALL", "eo.UTF-8");
    assertThat(start("sweep").text()).contains("LC_ALL=eo.UTF-8");

    script("locale", "#!/bin/sh\n[ \"$1\" = charmap ] && echo ANSI_X3.4-1968\n");
    Ended ended = start("sweep");
    assertThat(ended.text()).contains("no UTF-8 locale", "install one");
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void theCheckOfADeviceGetsTheHeapThatVgg16NeedsUnlessSomebodySaysAnother() throws Exception {
    assertThat(start("sweep").words()).contains("-Xmx2g");
    assertThat(start("check-device").words()).contains("-Xmx8g");
    environment.put("AGEGENDER_DRIVER_MEMORY", "3g");
    assertThat(start("check-device").words()).contains("-Xmx3g");
  }

  @Test
  void aUserWithoutANameGetsOneWhereThatIsPossible() throws Exception {
    withoutName();
    assertThat(start("sweep").words())
        .contains("-Duser.name=uid-54321", "io.agegender.jobs.cli.base.NamelessUser")
        .anyMatch(word -> word.startsWith("-Duser.home=/"));

    script("spark-submit", JAVA);
    Ended ended = start("sweep");
    assertThat(ended.text()).contains("54321", "has no name", "/etc/passwd");
    assertThat(ended.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "2g, 2g",
    "4G, 4g",
    "4GB, 4g",
    "4Gi, 4g",
    "4GiB, 4g",
    "4 g, 4g",
    "1.5g, 1536m",
    "3000MB, 3000m",
    "1048576k, 1g",
    "1T, 1024g"
  })
  void aSizeMayBeSpeltAsUsual(String given, String heap) throws Exception {
    environment.put("AGEGENDER_DRIVER_MEMORY", given);
    environment.put("AGEGENDER_NATIVE_MEMORY", "2000Gi");
    assertThat(start("sweep").words())
        .contains("-Xmx" + heap, "-Dorg.bytedeco.javacpp.maxphysicalbytes=2000g")
        .containsSubsequence("--driver-memory", heap);
  }

  @ParameterizedTest
  @CsvSource({
    "AGEGENDER_NATIVE_MEMORY, 4, give a number and a unit",
    "AGEGENDER_NATIVE_MEMORY, 1g, above the heap of 2g",
    "AGEGENDER_NATIVE_MEMORY, -8g, give a number and a unit",
    "AGEGENDER_DRIVER_MEMORY, 4096, give a number and a unit",
    "AGEGENDER_DRIVER_MEMORY, lots, give a number and a unit",
    "AGEGENDER_DRIVER_MEMORY, 4m, 512m at least",
    "OMP_NUM_THREADS, abc, number of threads",
    "OMP_NUM_THREADS, 0, number of threads",
    "OMP_NUM_THREADS, '4,2', number of threads",
  })
  void aWrongVariableIsNamedWithWhatToWrite(String name, String value, String says)
      throws Exception {
    environment.put(name, value);
    Ended ended = start("sweep");
    assertThat(ended.text())
        .startsWith("agegender: " + name + " is '" + value + "'")
        .contains(says);
    assertThat(ended.text().lines()).hasSize(1);
    assertThat(ended.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[1,3]"})
  void theProcessorsAreSharedAmongTheWorkers(String master) throws Exception {
    script("getconf", "#!/bin/sh\necho 6\n");
    assertThat(start("sweep", "--master", master).text()).contains("OMP_NUM_THREADS=6");
  }
}
