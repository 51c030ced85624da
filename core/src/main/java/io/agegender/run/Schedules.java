// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.agegender.adience.Alignment;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Initialisation;
import io.agegender.network.solver.SolverSettings;
import java.util.List;

/**
 * The section {@code schedules} of the configuration: for every run its solver and its length, in
 * the schedules {@code published}, {@code committed} and {@code sample}.
 */
public final class Schedules {
  /** The test folds, 0 to 4. */
  private static final int FOLDS = 5;

  private static final List<String> NAMES = List.of("published", "committed", "sample");
  private static final RunName GAMMA_BY_FOLD = RunName.parse("gender_net_definitions_mixed");
  private static final String EXCEPTIONS = "exceptions";
  private static final RunName OTHER_FACES = RunName.parse("gender_finetuning_googlenet_mixed");
  private static final String FACES = "gender-finetuning-googlenet-mixed-faces";
  private static final String GAMMAS = "gender-net-definitions-mixed-gamma";

  private final Config config;

  private Schedules(Config config) {
    this.config = config;
  }

  /**
   * Reads the section.
   *
   * @throws UsageException if an exception is made for a run that does not exist
   */
  public static Schedules read(SettingsReader settings) {
    Config section = settings.config().getConfig("schedules");
    for (String name : NAMES) {
      section.getConfig(name).getObject(EXCEPTIONS).keySet().forEach(RunName::parse);
    }
    return new Schedules(settings.config());
  }

  /** {@code published}, {@code committed} and {@code sample}. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The name itself, if there is such a schedule.
   *
   * @throws UsageException if there is none
   */
  public static String requireName(String name) {
    if (!NAMES.contains(name)) {
      throw new UsageException(
          "unknown schedule '%s'%s: use one of %s"
              .formatted(name, Suggestion.didYouMean(name, NAMES), String.join(", ", NAMES)));
    }
    return name;
  }

  /**
   * How a run is trained.
   *
   * @param name {@code published}, {@code committed} or {@code sample}
   * @param testFold 0 to 4; one configuration's solver depends on it
   * @throws UsageException if there is no such schedule, or a value is out of its range
   */
  public Schedule of(String name, RunName run, int testFold) {
    requireName(name);
    if (testFold < 0 || testFold >= FOLDS) {
      throw new UsageException("test fold %d: the folds are 0 to 4".formatted(testFold));
    }
    return SettingsReader.read(
        config, settings -> of(settings.section("schedules"), name, run, testFold));
  }

  private static Schedule of(SettingsReader settings, String name, RunName run, int testFold) {
    SettingsReader length = settings.section(name);
    SettingsReader network = length.section(run.architecture().key());
    return new Schedule(
        solver(settings, run, testFold),
        run.equals(OTHER_FACES) ? settings.parsed(FACES, Alignment::of) : run.alignment(),
        network.atLeast("batch-size", 1),
        iterations(length, network, run),
        network.atLeast("snapshot-interval", 1));
  }

  private static SolverSettings solver(SettingsReader settings, RunName run, int testFold) {
    SettingsReader network = settings.section("solvers." + run.architecture().key());
    SettingsReader start = network.section(start(network, run.initialisation()));
    boolean mixed = run.alignment() == Alignment.MIXED;
    return new SolverSettings(
        number(start, "base-learning-rate"),
        gamma(settings, run, testFold, number(start, "gamma")),
        network.atLeast(mixed ? "mixed-step-size" : "step-size", Integer.MIN_VALUE),
        number(settings, "momentum"),
        number(settings, "weight-decay"));
  }

  /** Another run's weights are finetuned, where the network has settings for that. */
  private static String start(SettingsReader network, Initialisation initialisation) {
    if (initialisation != Initialisation.START_FROM) {
      return initialisation.key();
    }
    return network.has(Initialisation.FINETUNING.key())
        ? Initialisation.FINETUNING.key()
        : Initialisation.FROMSCRATCH.key();
  }

  /** Its range is the solver's business. */
  private static double number(SettingsReader settings, String key) {
    return settings.number(key, value -> true, "such as 0.1");
  }

  private static double gamma(SettingsReader settings, RunName run, int testFold, double rule) {
    List<Double> byFold = settings.numbers(GAMMAS);
    boolean fits = byFold.isEmpty() || byFold.size() == FOLDS;
    settings.require(
        fits, GAMMAS, "one value for each of the %d test folds, or []".formatted(FOLDS));
    return !fits || byFold.isEmpty() || !run.equals(GAMMA_BY_FOLD) ? rule : byFold.get(testFold);
  }

  private static int iterations(SettingsReader length, SettingsReader network, RunName run) {
    String exception = EXCEPTIONS + "." + ConfigUtil.quoteString(run.toString());
    if (length.has(exception)) {
      return length.atLeast(exception, 1);
    }
    int factor = run.alignment() == Alignment.MIXED ? length.atLeast("mixed-factor", 1) : 1;
    int iterations = network.atLeast("iterations", 1);
    boolean fits = (long) factor * iterations <= Integer.MAX_VALUE;
    network.require(
        fits, "iterations", "at most %d for mixed runs".formatted(Integer.MAX_VALUE / factor));
    return fits ? factor * iterations : iterations;
  }
}
