// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Fixed;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads Caffe's {@code SolverParameter}. */
public final class SolverReader {
  private static final List<String> POLICIES =
      List.of("fixed", "step", "multistep", "exp", "inv", "poly");

  /** Takes the policy's place where the other values are checked, each by itself. */
  private static final LearningRatePolicy FIXED = new Fixed();

  private final Fields fields;
  private final Reading reading;

  private SolverReader(Fields fields, Reading reading) {
    this.fields = fields;
    this.reading = reading;
  }

  /**
   * @param file the file's name for messages
   * @param bytes its content
   * @throws UsageException with all problems of the file: a field, policy or method that is not
   *     implemented, a missing or senseless value, another file format
   */
  public static SolverDefinition read(String file, byte[] bytes) {
    Reading reading = new Reading(file);
    Fields fields = Fields.of(TextParser.parse(file, bytes), reading);
    return new SolverReader(fields, reading).read();
  }

  private SolverDefinition read() {
    Optional<String> net = fields.text("net").or(() -> fields.text("train_net"));
    fields.only("type", "SGD");
    fields.only("solver_type", "SGD");
    fields.only("regularization_type", "L2");
    fields.only("iter_size", "1");
    fields.only("clip_gradients", "-1");
    // How it runs, what it prints, how it validates on the way: no bit of a run follows from them.
    fields.withoutMeaning(
        "test_net",
        "test_iter",
        "test_interval",
        "test_initialization",
        "test_compute_loss",
        "display",
        "average_loss",
        "debug_info",
        "solver_mode",
        "device_id",
        "random_seed",
        "layer_wise_reduce",
        "snapshot_prefix",
        "snapshot_format",
        "snapshot_diff",
        "snapshot_after_train");
    Optional<Integer> iterations = required(fields.whole("max_iter"), "max_iter");
    Optional<Double> base = required(fields.number("base_lr"), "base_lr");
    double momentum = fields.number("momentum", 0);
    double decay = fields.number("weight_decay", 0);
    int snapshot = fields.whole("snapshot", 0, 0);
    Optional<LearningRatePolicy> policy = policy(iterations.orElse(1));
    base.ifPresent(rate -> checked("base_lr", () -> new SolverSettings(rate, FIXED, 0, 0)));
    checked("momentum", () -> new SolverSettings(1, FIXED, momentum, 0));
    checked("weight_decay", () -> new SolverSettings(1, FIXED, 0, decay));
    if (iterations.isPresent() && iterations.get() < 1) {
      fields.problem("max_iter", "%d is too small; give at least 1".formatted(iterations.get()));
    }
    fields.finish();
    reading.refuseProblems();
    return new SolverDefinition(
        net,
        new SolverSettings(base.orElseThrow(), policy.orElseThrow(), momentum, decay),
        iterations.orElseThrow(),
        snapshot == 0 ? iterations.orElseThrow() : snapshot,
        reading.withoutMeaning());
  }

  private Optional<LearningRatePolicy> policy(int iterations) {
    Optional<Double> gamma = fields.number("gamma");
    Optional<Double> power = fields.number("power");
    Optional<Integer> stepSize = fields.whole("stepsize");
    List<Integer> steps = fields.wholes("stepvalue");
    Optional<String> name = required(fields.text("lr_policy"), "lr_policy");
    return name.flatMap(
        key ->
            switch (key) {
              case "fixed" -> policy(Fixed::new);
              case "step" ->
                  policy(
                      () -> new Step(need(gamma, "gamma"), need(stepSize, "stepsize")),
                      "gamma",
                      "stepsize");
              case "multistep" ->
                  policy(() -> new MultiStep(need(gamma, "gamma"), steps), "gamma", "stepvalue");
              case "exp" -> policy(() -> new Exponential(need(gamma, "gamma")), "gamma");
              case "inv" ->
                  policy(
                      () -> new Inverse(need(gamma, "gamma"), need(power, "power")),
                      "gamma",
                      "power");
              case "poly" ->
                  policy(() -> new Polynomial(need(power, "power"), iterations), "power");
              default -> {
                fields.problem(
                    "lr_policy",
                    "'%s' is not implemented%s; use one of %s"
                        .formatted(
                            key,
                            Suggestion.didYouMean(key, POLICIES),
                            String.join(", ", POLICIES)));
                yield Optional.empty();
              }
            });
  }

  /** Notes the fields of other policies, which Caffe does not look at. */
  private Optional<LearningRatePolicy> policy(Supplier<LearningRatePolicy> policy, String... used) {
    for (String field : List.of("gamma", "power", "stepsize", "stepvalue")) {
      if (!List.of(used).contains(field)) {
        fields.withoutMeaning(field);
      }
    }
    return checked("lr_policy", policy);
  }

  private <T> Optional<T> checked(String field, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (UsageException e) {
      fields.problem(field, e.getMessage());
      return Optional.empty();
    }
  }

  private static <T> T need(Optional<T> value, String field) {
    return value.orElseThrow(
        () -> new UsageException("the policy needs '%s', which is missing".formatted(field)));
  }

  private <T> Optional<T> required(Optional<T> value, String field) {
    fields.require(field, "the solver needs it");
    return value;
  }
}
