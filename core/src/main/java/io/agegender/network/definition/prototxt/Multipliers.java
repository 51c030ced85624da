// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a layer's weights or biases multiply the solver's learning rate and weight decay by. */
record Multipliers(double rate, double decay) {
  private static final Multipliers DEFAULT = new Multipliers(1, 1);

  /** Weights and biases. */
  private static final int ARRAYS = 2;

  /**
   * Of the weights, then of the biases: {@code param { lr_mult decay_mult }}, or {@code blobs_lr}
   * and {@code weight_decay} in the older syntax.
   *
   * @param names of parameters so far in this file; a name that comes twice would share weights
   */
  static List<Multipliers> of(LayerEntry layer, Set<String> names) {
    List<Multipliers> multipliers =
        new ArrayList<>(layer.old() ? old(layer, names) : current(layer, names));
    if (multipliers.size() > ARRAYS) {
      layer.problem(
          layer.old() ? "blobs_lr" : "param",
          "given %d times; a layer has weights and biases: give at most %d"
              .formatted(multipliers.size(), ARRAYS));
    }
    while (multipliers.size() < ARRAYS) {
      multipliers.add(DEFAULT);
    }
    return multipliers;
  }

  private static List<Multipliers> current(LayerEntry layer, Set<String> names) {
    List<Multipliers> multipliers = new ArrayList<>();
    for (Fields param : layer.fields().messages("param")) {
      param.text("name").ifPresent(name -> name(param, "name", name, names));
      param.withoutMeaning("share_mode");
      multipliers.add(new Multipliers(param.number("lr_mult", 1), param.number("decay_mult", 1)));
      param.finish();
    }
    return multipliers;
  }

  private static List<Multipliers> old(LayerEntry layer, Set<String> names) {
    layer.fields().texts("param").forEach(name -> name(layer.fields(), "param", name, names));
    List<Double> rates = layer.fields().numbers("blobs_lr");
    List<Double> decays = layer.fields().numbers("weight_decay");
    List<Multipliers> multipliers = new ArrayList<>();
    for (int i = 0; i < Math.max(rates.size(), decays.size()); i++) {
      multipliers.add(
          new Multipliers(
              i < rates.size() ? rates.get(i) : 1, i < decays.size() ? decays.get(i) : 1));
    }
    return multipliers;
  }

  private static void name(Fields fields, String field, String name, Set<String> names) {
    if (!name.isEmpty() && !names.add(name)) {
      fields.problem(
          field,
          "two arrays have the name '%s': sharing weights is not implemented; give each its own"
              .formatted(name));
    }
  }
}
