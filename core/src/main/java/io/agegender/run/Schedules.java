package io.agegender.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.agegender.adience.Alignment;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
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
   * @param config the whole configuration
   * @throws UsageException if an exception is made for a run that does not exist
   */
  public static Schedules from(Config config) {
    Config section = config.getConfig("schedules");
    for (String name : NAMES) {
      section.getConfig(name).getObject(EXCEPTIONS).keySet().forEach(RunName::parse);
    }
    return new Schedules(section);
  }

  /**
   * How a run is trained.
   *
   * @param name {@code published}, {@code committed} or {@code sample}
   * @param testFold 0 to 4; one configuration's solver depends on it
   * @throws UsageException if there is no such schedule, or a value is out of its range
   */
  public Schedule of(String name, RunName run, int testFold) {
    if (!NAMES.contains(name)) {
      throw new UsageException(
          "unknown schedule '%s'%s: use one of %s"
              .formatted(name, Suggestion.didYouMean(name, NAMES), String.join(", ", NAMES)));
    }
    if (testFold < 0 || testFold >= FOLDS) {
      throw new UsageException("test fold %d: the folds are 0 to 4".formatted(testFold));
    }
    Config length = config.getConfig(name);
    Config network = length.getConfig(run.architecture().key());
    return new Schedule(
        solver(run, testFold),
        trainedOn(run),
        whole(network, "batch-size"),
        iterations(length, network, run),
        whole(network, "snapshot-interval"));
  }

  private SolverSettings solver(RunName run, int testFold) {
    Config network = config.getConfig("solvers." + run.architecture().key());
    Config start = network.getConfig(run.initialisation().key());
    boolean mixed = run.alignment() == Alignment.MIXED;
    return new SolverSettings(
        start.getDouble("base-learning-rate"),
        gamma(run, testFold, start.getDouble("gamma")),
        whole(network, mixed ? "mixed-step-size" : "step-size"),
        config.getDouble("momentum"),
        config.getDouble("weight-decay"));
  }

  private Alignment trainedOn(RunName run) {
    return run.equals(OTHER_FACES) ? Alignment.of(config.getString(FACES)) : run.alignment();
  }

  private double gamma(RunName run, int testFold, double rule) {
    List<Double> byFold = config.getDoubleList(GAMMAS);
    if (!byFold.isEmpty() && byFold.size() != FOLDS) {
      throw new UsageException(
          "%s: schedules.%s has %d values; give one for each of the %d test folds, or []"
              .formatted(Settings.where(config, GAMMAS), GAMMAS, byFold.size(), FOLDS));
    }
    return byFold.isEmpty() || !run.equals(GAMMA_BY_FOLD) ? rule : byFold.get(testFold);
  }

  private static int iterations(Config length, Config network, RunName run) {
    String exception = EXCEPTIONS + "." + ConfigUtil.quoteString(run.toString());
    if (length.hasPath(exception)) {
      return whole(length, exception);
    }
    int factor = run.alignment() == Alignment.MIXED ? whole(length, "mixed-factor") : 1;
    return Math.multiplyExact(factor, whole(network, "iterations"));
  }

  /** The library would cut 1.5 down to 1 without a word. */
  private static int whole(Config section, String key) {
    double value = section.getDouble(key);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new UsageException(
          "%s: '%s' is %s; it must be a whole number"
              .formatted(Settings.where(section, key), key, value));
    }
    return (int) value;
  }
}
