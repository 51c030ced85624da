// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the product's jar may hold: docs/adr/0012-contents-of-the-jar.md. The budgets are a few per
 * cent above what is needed; a library that breaks one belongs into that decision or out of the
 * jar.
 */
@Tag("slow")
class ProductJarTest {
  private static final Path ROOT = Path.of(System.getProperty("agegender.root"));
  private static final int MOST_CLASSES = 16_000;
  private static final long MOST_BYTES = 165_000_000;

  private static JarFile jar;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(only(ROOT.resolve("jobs/target"), "agegender-jobs-*-all.jar").toFile());
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void noClassIsInSparksJarsToo() throws IOException {
    TreeSet<String> shared = new TreeSet<>();
    TreeSet<String> ours = classes(jar);
    for (Path spark : list(ROOT.resolve("submit/target/spark/jars"), "*.jar")) {
      try (JarFile other = new JarFile(spark.toFile())) {
        TreeSet<String> both = classes(other);
        both.retainAll(ours);
        both.forEach(name -> shared.add(spark.getFileName() + ": " + name));
      }
    }
    assertThat(shared).isEmpty();
  }

  @Test
  void theJarKeepsItsBudget() throws IOException {
    assertThat(classes(jar)).hasSizeLessThan(MOST_CLASSES);
    assertThat(Files.size(Path.of(jar.getName()))).isLessThan(MOST_BYTES);
  }

  @Test
  void whatNobodyCallsAndToolingAreNotInIt() {
    assertThat(classes(jar))
        .noneMatch(
            name ->
                name.matches(
                    "(it/unimi|oshi|com/sun/jna|freemarker|org/jline|org/tensorflow/(?!framework/DataType)|onnx"
                        + "|io/agegender/synthetic|io/agegender/benchmarks)/.*"));
  }

  @Test
  void itSaysWhichVersionAndCommitItIsAndUnderWhichLicences() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION)).matches("\\d.*");
    assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS))
        .isEqualTo("io.agegender.jobs.cli.Main");
    assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
    assertThat(text("META-INF/NOTICE")).contains("agegender", "Apache Commons CSV");
    // Outside of a clone nobody knows the commit.
    assumeThat(ROOT.resolve(".git")).exists();
    assertThat(manifest.getValue("Implementation-Commit")).matches("[0-9a-f]{40}");
  }

  private static String text(String entry) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static TreeSet<String> classes(JarFile of) {
    TreeSet<String> names = new TreeSet<>();
    of.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
        .forEach(names::add);
    return names;
  }

  private static Path only(Path folder, String glob) throws IOException {
    Collection<Path> found = list(folder, glob);
    assertThat(found).as("%s in %s", glob, folder).hasSize(1);
    return found.iterator().next();
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    try (var files = Files.newDirectoryStream(folder, glob)) {
      return StreamSupport.stream(files.spliterator(), false).toList();
    }
  }
}
