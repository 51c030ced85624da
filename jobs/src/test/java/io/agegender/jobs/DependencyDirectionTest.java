package io.agegender.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;

/**
 * Dependencies point down only: jobs, data-prep, core; and inside core as docs/architecture.md
 * draws it.
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

  private static final String ROOT = "io.agegender.";

  /**
   * The rooms of core, lowest first; a room may use those before it, unless a rule below forbids
   * it.
   */
  private static final List<String> CORE =
      List.of(
          "problem",
          "progress",
          "config",
          "storage",
          "adience",
          "image",
          "network",
          "caffe",
          "dataset",
          "training",
          "run",
          "score",
          "reproduce",
          "nightly",
          "relevance");

  @ArchTest
  static final ArchRule coreKnowsNoSpark =
      noClasses()
          .that(resideInAnyPackage(packages(CORE)))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.spark..",
                  "scala..",
                  "org.deeplearning4j.spark..",
                  ROOT + "prep..",
                  ROOT + "jobs.."));

  @ArchTest
  static final ArchRule dataPrepKnowsNoJobs =
      noClasses()
          .that(resideInAnyPackage(ROOT + "prep.."))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT + "jobs.."));

  @ArchTest
  static void coreRoomsUseLowerRoomsOnly(JavaClasses classes) {
    for (int room = 0; room < CORE.size(); room++) {
      List<String> above = CORE.subList(room + 1, CORE.size());
      if (!above.isEmpty()) {
        noRoomUses(List.of(CORE.get(room)), above).check(classes);
      }
    }
  }

  @ArchTest
  static final ArchRule facesAndPicturesKnowNobody =
      noRoomUses(
          List.of("adience", "image"),
          List.of("adience", "image", "storage", "config", "progress"));

  @ArchTest
  static final ArchRule networksKnowNeitherFacesNorDatasets =
      noRoomUses(List.of("network"), List.of("adience", "image", "dataset"));

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.agegender.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule nothingPrints = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  private static ArchRule noRoomUses(List<String> users, List<String> used) {
    CompositeArchRule rules = null;
    for (String user : users) {
      List<String> others = used.stream().filter(room -> !room.equals(user)).toList();
      ArchRule rule =
          noClasses()
              .that(resideInAnyPackage(packages(List.of(user))))
              .should()
              .dependOnClassesThat(resideInAnyPackage(packages(others)))
              .allowEmptyShould(true);
      rules = rules == null ? CompositeArchRule.of(rule) : rules.and(rule);
    }
    return rules;
  }

  private static String[] packages(List<String> rooms) {
    return rooms.stream().map(room -> ROOT + room + "..").toArray(String[]::new);
  }
}
