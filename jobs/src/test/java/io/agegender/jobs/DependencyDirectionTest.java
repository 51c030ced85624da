// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Dependencies point down only, as the tables of docs/architecture.md list the packages: lowest
 * first, a package uses itself and those above its line. The tables are the rule: this test reads
 * them, so that a package that is missing there fails, and so does a line without a package.
 */
@AnalyzeClasses(
    packages = "io.agegender",
    importOptions = DependencyDirectionTest.MainClasses.class)
class DependencyDirectionTest {
  /** Leaves out tests, in folders and in the jar of core's test fixtures. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

  /** Every command reaches the same file systems. */
  @ArchTest
  static final ArchRule commandsMakeNoConfigurationOfTheirOwn =
      noClasses()
          .should()
          .callConstructorWhere(
              new DescribedPredicate<JavaConstructorCall>("it is of Hadoop's files alone") {
                @Override
                public boolean test(JavaConstructorCall call) {
                  return call.getTargetOwner().isEquivalentTo(Configuration.class)
                      && call.getTarget().getRawParameterTypes().isEmpty();
                }
              });

  private static final String ROOT = "io.agegender.";
  private static final Pattern LINE = Pattern.compile("^\\| `([a-z.]+)` \\| ");
  private static final List<String> LISTED = listed();

  /** The packages of docs/architecture.md in the order of its tables. */
  private static List<String> listed() {
    Path page = Path.of(System.getProperty("agegender.root"), "docs", "architecture.md");
    try (var lines = Files.lines(page)) {
      return lines.map(LINE::matcher).filter(Matcher::find).map(line -> line.group(1)).toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + page, e);
    }
  }

  @ArchTest
  static void everyPackageIsListed(JavaClasses classes) {
    assertThat(packagesOf(classes)).containsExactlyElementsOf(new TreeSet<>(LISTED));
    assertThat(LISTED).doesNotHaveDuplicates();
  }

  @ArchTest
  static void packagesUseThoseListedBefore(JavaClasses classes) {
    for (JavaClass user : classes.that(resideInAnyPackage(packages(LISTED)))) {
      int place = LISTED.indexOf(room(user));
      List<String> above =
          user.getDirectDependenciesFromSelf().stream()
              .map(dependency -> dependency.getTargetClass().getBaseComponentType())
              .filter(used -> used.getPackageName().startsWith(ROOT))
              .filter(used -> LISTED.indexOf(room(used)) > place)
              .map(used -> "%s uses %s".formatted(user.getName(), used.getName()))
              .distinct()
              .toList();
      assertThat(above).isEmpty();
    }
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule coreKnowsNoSpark =
      noClasses()
          .that(resideInAnyPackage(packages(LISTED.subList(0, LISTED.indexOf("prepare.spark")))))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.spark..", "scala..", "org.deeplearning4j.spark.."));

  @ArchTest
  static final ArchRule facesAndPicturesKnowEachOtherNot =
      noClasses()
          .that(resideInAPackage(ROOT + "adience.."))
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT + "image.."));

  @ArchTest
  static final ArchRule networksKnowNeitherPicturesNorDatasets =
      noClasses()
          .that(resideInAPackage(ROOT + "network.."))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT + "image..", ROOT + "dataset.."));

  /** They run on a bare GPU machine; engine.graph alone compares them with DL4J. */
  @ArchTest
  static final ArchRule theEngineNeedsTheJdkAlone =
      noClasses()
          .that(resideInAPackage(ROOT + "engine.."))
          .and(resideOutsideOfPackage(ROOT + "engine.graph"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache..",
                  "org.nd4j..",
                  "org.deeplearning4j..",
                  "com.fasterxml..",
                  ROOT + "engine.graph"));

  /** What submit/package-check-device takes along runs without the rest. */
  @ArchTest
  static void thePackageOfTheDeviceCheckIsWhole(JavaClasses classes) throws IOException {
    String script =
        Files.readString(
            Path.of(System.getProperty("agegender.root"), "submit", "package-check-device"));
    List<String> packages = words(script, "for package in ([^;]+);");
    packages.addAll(List.of("engine/cuda", "engine/device"));
    List<String> files = words(script, "for file in ([^;]+);");
    List<String> without = words(script, "rm -rf .*[{]([^}]+)[}]");
    assertThat(List.of(packages.size(), files.size(), without.size())).doesNotContain(0);
    Predicate<JavaClass> taken =
        type -> {
          String name =
              type.getBaseComponentType()
                  .getName()
                  .replace('.', '/')
                  .replaceFirst("^io/agegender/", "");
          return files.contains(name.replaceFirst("[$].*", ""))
              || (packages.stream().anyMatch(folder -> name.startsWith(folder + "/"))
                  && without.stream().noneMatch(name::startsWith));
        };
    List<String> missing =
        classes.stream()
            .filter(taken)
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(
                dependency ->
                    !dependency
                            .getTargetClass()
                            .getBaseComponentType()
                            .getName()
                            .matches("(java[.]|org[.]bytedeco[.]|[a-z]+$).*")
                        && !taken.test(dependency.getTargetClass()))
            .map(dependency -> dependency.getDescription())
            .toList();
    assertThat(missing).isEmpty();
  }

  private static List<String> words(String script, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(script);
    List<String> words = new ArrayList<>();
    while (found.find()) {
      words.addAll(List.of(found.group(1).replaceAll("[*][.a-z]*", "").split("[ ,]")));
    }
    return words;
  }

  @ArchTest static final ArchRule nothingPrints = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static Set<String> packagesOf(JavaClasses classes) {
    return classes.stream()
        .filter(type -> type.getPackageName().startsWith(ROOT))
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .map(DependencyDirectionTest::room)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String[] packages(List<String> rooms) {
    return rooms.stream().map(room -> ROOT + room).toArray(String[]::new);
  }
}
