// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.config.Settings;
import io.agegender.jobs.cli.Main;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the files in {@code submit/} name must exist. */
class SubmitFilesTest {
  private static final Path ROOT = Path.of(System.getProperty("agegender.root"));
  private static final Path SUBMIT = ROOT.resolve("submit");
  private static final String IMAGE_HOME = "/opt/agegender/";

  @ParameterizedTest
  @ValueSource(strings = {"standalone.properties", "yarn.properties", "gpu.properties"})
  void propertiesAreSparksAndWhatTheyNameExists(String file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(SUBMIT.resolve(file))) {
      properties.load(reader);
    }
    assertThat(properties).isNotEmpty();
    properties.forEach(
        (key, value) -> {
          assertThat(key.toString()).startsWith("spark.");
          assertThat(value.toString()).as(key.toString()).isNotBlank();
          if (key.toString().endsWith("discoveryScript")) {
            assertThat(ROOT.resolve(value.toString())).isExecutable();
          }
        });
    // The comment is the manual: what it names must exist, too.
    String text = Files.readString(SUBMIT.resolve(file));
    assertThat(named(text, "(?:submit|conf)/[a-z./-]*[a-z]")).isNotEmpty().allMatch(this::exists);
    assertThat(text).contains("submit/agegender sweep");
  }

  @Test
  void theKubernetesManifestNamesWhatTheImageHolds() throws IOException {
    Map<String, Object> manifest =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(SUBMIT.resolve("kubernetes/sweep.yaml")));
    assertThat(manifest).containsEntry("kind", "SparkApplication");
    Map<?, ?> spec = (Map<?, ?>) manifest.get("spec");
    assertThat(spec.get("mainClass")).isEqualTo(Main.class.getName());
    assertThat(spec.get("mainApplicationFile"))
        .isEqualTo("local://" + IMAGE_HOME + "lib/agegender.jar");
    ((Map<?, ?>) spec.get("sparkConf"))
        .forEach((key, value) -> assertThat(key.toString()).startsWith("spark."));

    List<?> arguments = (List<?>) spec.get("arguments");
    assertThat(arguments.get(0)).isEqualTo("sweep");
    List<String> settings = new ArrayList<>();
    Optional<Path> config = Optional.empty();
    for (int i = 1; i < arguments.size(); i += 2) {
      String value = arguments.get(i + 1).toString();
      switch (arguments.get(i).toString()) {
        case "--config" -> config = Optional.of(ROOT.resolve(value.substring(IMAGE_HOME.length())));
        case "--set" -> settings.add(value);
        case "--dataset", "--out" -> assertThat(value).startsWith(mount(spec));
        default -> throw new AssertionError(arguments.get(i));
      }
    }
    // Throws if the file is missing or a key is unknown.
    assertThat(Settings.load(config, settings).getInt("train.workers")).isEqualTo(2);
    for (String part : List.of("driver", "executor")) {
      Map<?, ?> pod = (Map<?, ?>) spec.get(part);
      assertThat(pod.get("memory").toString()).matches("\\d+g");
      assertThat(pod.get("memoryOverhead").toString()).matches("\\d+g");
      assertThat(pod.get("javaOptions").toString())
          .contains("-Dorg.eclipse.deeplearning4j.helpers.disable=false")
          .doesNotContain("\n");
      assertThat(pod.get("env").toString()).contains("OMP_NUM_THREADS, value=8");
    }
  }

  @Test
  void theImageCopiesWhatTheProjectHas() throws IOException {
    List<String> lines = Files.readAllLines(SUBMIT.resolve("kubernetes/Dockerfile"));
    List<String> copies =
        lines.stream()
            .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
            .toList();
    assertThat(copies).hasSize(5);
    for (String copy : copies) {
      String source = copy.split(" ")[1];
      // The jars are there after the build only.
      assertThat(source.matches("([a-z-]+)/target/agegender-\\1-.*\\.jar") || exists(source))
          .as(copy)
          .isTrue();
    }
    assertThat(lines).noneMatch(line -> line.startsWith("FROM ") && line.contains("/"));
  }

  /** What the page says of GPUs, the image has; and the engine finds it where the image puts it. */
  @Test
  void theImageForGpusHasTheCudaOfThePage() throws IOException {
    String image = Files.readString(SUBMIT.resolve("kubernetes/Dockerfile"));
    String page = Files.readString(ROOT.resolve("docs/gpu.md"));
    Matcher base =
        Pattern.compile("ARG CUDA_IMAGE=(\\S+:(\\d+)[.]\\S+-cudnn-runtime-\\S+)").matcher(image);
    assertThat(base.find()).isTrue();
    String major = base.group(2);
    assertThat(page)
        .contains("CUDA %s (runtime, NVRTC, cuBLAS) and cuDNN 9".formatted(major))
        .contains(base.group(1))
        .contains("docker build --target gpu -f submit/kubernetes/Dockerfile");
    assertThat(Files.readString(ROOT.resolve("device/pom.xml")))
        .contains("<cuda.preset>%s.".formatted(major));
    assertThat(image)
        .contains("\nFROM cpu AS gpu\n", "ARG CUDA=%s.".formatted(major))
        .endsWith("\nFROM cpu\n");
    String folders =
        Files.readString(
            ROOT.resolve(
                "device/src/main/java/io/agegender/engine/cuda/machine/LibraryFolders.java"));
    Matcher copies = Pattern.compile("COPY --from=cuda \\S+ (\\S+?)/?\n").matcher(image);
    List<String> places = copies.results().map(copy -> copy.group(1)).toList();
    assertThat(places)
        .hasSize(2)
        .allSatisfy(place -> assertThat(folders).contains('"' + place + '"'));
  }

  /** The one call on a GPU machine, with a check and an nvidia-smi that are not real. */
  @Test
  void whatAGpuIsLookedAtForIsSummedUp(@TempDir Path box) throws Exception {
    Files.copy(SUBMIT.resolve("look-at-gpu"), box.resolve("look-at-gpu"));
    script(box.resolve("nvidia-smi"), "echo 900");
    String check =
        "echo \"ok   AdienceNet, age: hash of three steps $HASH\"; echo '     AdienceNet, age: 7"
            + " images/s'; [[ \"$*\" = *'--target age'* ]]";
    script(box.resolve("check-device"), "HASH=abc; " + check);
    assertThat(look(box)).isZero();
    assertThat(Files.readString(box.resolve("found/summary.txt")))
        .contains(
            "check-net_definitions: exit code 0",
            "check-vgg16: exit code 0",
            "AdienceNet, age: 7 images/s",
            "most memory in use on the GPU: 900 MiB",
            "the same hashes in a second process",
            "the same hashes beside another network");
    // A copy that lost the scripts' rights.
    Files.setPosixFilePermissions(
        box.resolve("check-device"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(look(box)).isZero();
    // A machine that takes files back may take so many, and none with another name.
    try (Stream<Path> found = Files.list(box.resolve("found"))) {
      assertThat(found).hasSizeLessThanOrEqualTo(8).allMatch(Files::isRegularFile);
    }
    script(box.resolve("check-device"), "HASH=$$; " + check);
    assertThat(look(box)).isEqualTo(1);
    assertThat(Files.readString(box.resolve("found/summary.txt")))
        .contains("OTHER HASHES in a second process: AdienceNet, age");
    script(box.resolve("check-device"), "echo LAUNCH $CUDA_LAUNCH_BLOCKING; exit 134");
    assertThat(look(box)).isEqualTo(1);
    assertThat(Files.readString(box.resolve("found/summary.txt")))
        .contains("check-vgg16: exit code 134", "NO HASHES to compare in a second process");
    assertThat(box.resolve("found/check-net_definitions.txt")).hasContent("LAUNCH\nLAUNCH 1");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static int look(Path box) throws IOException, InterruptedException {
    ProcessBuilder call =
        new ProcessBuilder("bash", box.resolve("look-at-gpu").toString(), box + "/found");
    call.environment().merge("PATH", box + ":", (path, first) -> first + path);
    return call.redirectErrorStream(true)
        .redirectOutput(box.resolve("log.txt").toFile())
        .start()
        .waitFor();
  }

  @Test
  void scriptsRun() throws IOException {
    try (Stream<Path> files = Files.list(SUBMIT)) {
      assertThat(files.filter(f -> !f.getFileName().toString().contains(".")))
          .filteredOn(Files::isRegularFile)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).isExecutable());
    }
  }

  private boolean exists(String path) {
    return Files.exists(ROOT.resolve(path));
  }

  private static List<String> named(String text, String pattern) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = Pattern.compile(pattern).matcher(text); matcher.find(); ) {
      found.add(matcher.group());
    }
    return found;
  }

  private static String mount(Map<?, ?> spec) {
    Map<?, ?> driver = (Map<?, ?>) spec.get("driver");
    return ((Map<?, ?>) ((List<?>) driver.get("volumeMounts")).get(0)).get("mountPath").toString()
        + "/";
  }
}
