// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.agegender.testing.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sizes above which a reader loses his way: parameters of a method, positional fields of a record,
 * files of a package, lines of a file. There are no exceptions.
 */
@AnalyzeClasses(
    packages = "io.agegender",
    importOptions = DependencyDirectionTest.MainClasses.class)
class HouseRulesTest {
  private static final int PARAMETERS = 6;
  private static final int FIELDS = 8;
  private static final int FILES = 20;
  private static final int LINES = 600;

  @ArchTest
  static void noMethodHasMoreThanSixParameters(JavaClasses classes) {
    assertThat(
            classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(method -> method.getRawParameterTypes().size() > PARAMETERS)
                .map(method -> name(method.getOwner()) + "." + method.getName()))
        .isEmpty();
  }

  /** A builder is a nested class of that name. */
  @ArchTest
  static void aRecordOfMoreThanEightFieldsHasABuilder(JavaClasses classes) {
    assertThat(
            classes.stream()
                .map(JavaClass::reflect)
                .filter(type -> type.isRecord() && type.getRecordComponents().length > FIELDS)
                .filter(
                    type ->
                        Arrays.stream(type.getDeclaredClasses())
                            .noneMatch(nested -> nested.getSimpleName().equals("Builder")))
                .map(HouseRulesTest::name))
        .isEmpty();
  }

  @ArchTest
  static void noPackageHasMoreThanTwentyFiles(JavaClasses classes) throws IOException {
    Map<String, Long> files =
        sources().stream()
            .collect(Collectors.groupingBy(HouseRulesTest::folder, Collectors.counting()));
    assertThat(files.keySet().stream().filter(folder -> files.get(folder) > FILES)).isEmpty();
  }

  @ArchTest
  static void noFileHasMoreThanSixHundredLines(JavaClasses classes) throws IOException {
    assertThat(
            sources().stream()
                .filter(file -> lines(file) > LINES)
                .map(file -> file.getFileName().toString()))
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("agegender.root"));
    return LiveTree.files(root).stream()
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> root.relativize(file).toString().contains("src/main/java/io/"))
        .toList();
  }

  private static String folder(Path file) {
    String path = file.getParent().toString().replace('\\', '/');
    return path.substring(path.indexOf("/io/agegender") + 1).replace('/', '.');
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private static String name(JavaClass type) {
    return name(type.reflect());
  }

  private static String name(Class<?> type) {
    return type.getName().substring("io.agegender.".length());
  }
}
