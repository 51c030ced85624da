// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.NetworkDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value that two definitions do not share.
 *
 * @param where the layer, the solver, the data
 * @param field name of the value, such as {@code window.stride}
 * @param found the value that was read
 * @param builtIn the value of the built-in configuration
 */
public record Difference(String where, String field, String found, String builtIn) {
  private static final String ABSENT = "absent";

  @Override
  public String toString() {
    return "%s, %s: %s, built-in %s".formatted(where, field, found, builtIn);
  }

  /**
   * The differences of two networks in the order of the built-in one's layers. The network's name
   * has no effect and is not compared.
   */
  static List<Difference> of(NetworkDefinition found, NetworkDefinition builtIn) {
    List<Difference> differences = new ArrayList<>(of("input", found.input(), builtIn.input()));
    Map<String, LayerDefinition> left = byName(found);
    for (LayerDefinition layer : byName(builtIn).values()) {
      String where = "layer '" + layer.name() + "'";
      LayerDefinition other = left.remove(layer.name());
      if (other == null) {
        differences.add(new Difference(where, "type", ABSENT, type(layer)));
      } else if (!other.getClass().equals(layer.getClass())) {
        differences.add(new Difference(where, "type", type(other), type(layer)));
      } else {
        differences.addAll(of(where, other, layer));
      }
    }
    left.values()
        .forEach(
            layer ->
                differences.add(
                    new Difference("layer '" + layer.name() + "'", "type", type(layer), ABSENT)));
    if (differences.isEmpty() && !names(found).equals(names(builtIn))) {
      differences.add(
          new Difference(
              "network",
              "order of the layers",
              names(found).toString(),
              names(builtIn).toString()));
    }
    return differences;
  }

  /** The differences of two records of one class, component by component. */
  static List<Difference> of(String where, Object found, Object builtIn) {
    List<Difference> differences = new ArrayList<>();
    compare(where, "", found, builtIn, differences);
    return differences;
  }

  private static void compare(
      String where, String field, Object found, Object builtIn, List<Difference> differences) {
    if (found.equals(builtIn)) {
      return;
    }
    if (!(found instanceof Record) || !found.getClass().equals(builtIn.getClass())) {
      differences.add(new Difference(where, field, found.toString(), builtIn.toString()));
      return;
    }
    for (RecordComponent component : found.getClass().getRecordComponents()) {
      String name = field.isEmpty() ? component.getName() : field + "." + component.getName();
      compare(where, name, value(component, found), value(component, builtIn), differences);
    }
  }

  private static Object value(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a public record's accessor failed: " + component, e);
    }
  }

  /** Outputs bear the name of what they read: deploy files choose their names freely. */
  private static Map<String, LayerDefinition> byName(NetworkDefinition network) {
    Map<String, LayerDefinition> byName = new LinkedHashMap<>();
    for (LayerDefinition layer : network.layers()) {
      LayerDefinition named = layer;
      if (layer instanceof Softmax softmax) {
        String name = "softmax of " + softmax.bottom();
        named = new Softmax(name, softmax.bottom(), name);
      }
      byName.put(named.name(), named);
    }
    return byName;
  }

  private static List<String> names(NetworkDefinition network) {
    return List.copyOf(byName(network).keySet());
  }

  private static String type(LayerDefinition layer) {
    return layer.getClass().getSimpleName();
  }
}
