// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.relevance.RuleSet;
import io.agegender.relevance.rule.LinearRule;
import io.agegender.relevance.rule.LrnRule;
import io.agegender.relevance.rule.PoolRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Rules by name: the presets, and a user's own out of HOCON. */
public final class RuleBook {
  /** The baseline that needs no rule. */
  public static final String GRADIENT_INPUT = "gradient-input";

  private static final List<String> PRESETS =
      List.of(
          "composite",
          "paper",
          "epsilon-plus-flat",
          "epsilon-gamma-box",
          "z",
          "epsilon",
          "alpha2beta1",
          "alpha1beta0",
          GRADIENT_INPUT);

  /** The flat layers of the original's stop indices, by name; AdienceNet's is ours. */
  private static final Set<String> FLAT =
      Set.of(
          "conv1", "conv1/7x7_s2", "conv2/3x3_reduce", "conv1_1", "conv1_2", "conv2_1", "conv2_2");

  private static final Set<String> KEYS =
      Set.of("convolution", "inner-product", "layers", "lrn", "pooling");
  private static final Set<String> RULE_KEYS =
      Set.of("rule", "eps", "beta", "gamma", "bias", "one-sided");

  private RuleBook() {}

  /**
   * The rules of a name for a network.
   *
   * @param own HOCON text of the section {@code heatmap.rules}
   * @return empty for {@link #GRADIENT_INPUT}
   * @throws UsageException if the name is not known, or a rule of the user's own is wrong or names
   *     a layer that the network does not have
   */
  public static Optional<RuleSet> of(String name, String own, ResolvedNetwork network) {
    List<String> layers = layers(network);
    String first = layers.get(0);
    List<String> flat = flatLayers(network);
    return switch (name) {
      case "composite" -> Optional.of(RuleSet.composite(flat));
      case "paper" -> Optional.of(RuleSet.paper(flat));
      case "epsilon-plus-flat" -> Optional.of(RuleSet.epsilonPlusFlat(first));
      case "epsilon-gamma-box" -> Optional.of(RuleSet.epsilonGammaBox(first));
      case "z" -> Optional.of(RuleSet.z());
      case "epsilon" -> Optional.of(RuleSet.epsilon());
      case "alpha2beta1" -> Optional.of(RuleSet.alpha2beta1());
      case "alpha1beta0" -> Optional.of(RuleSet.alpha1beta0());
      case GRADIENT_INPUT -> Optional.empty();
      default -> Optional.of(own(name, ConfigFactory.parseString(own), layers));
    };
  }

  /**
   * The rules of a name, spelt out for each layer that has relevance to share.
   *
   * @throws UsageException as {@link #of}
   */
  public static ObjectNode spelledOut(String name, String own, ResolvedNetwork network) {
    ObjectNode rules = Json.object();
    Optional<RuleSet> known = of(name, own, network);
    if (known.isEmpty()) {
      return rules.put("baseline", "gradient of the score times input");
    }
    RuleSet set = known.get();
    ObjectNode layers = rules.putObject("layers");
    learning(network).forEach(layer -> layers.put(layer.name(), set.of(layer).toString()));
    return rules.put("lrn", Choice.key(set.lrn())).put("pooling", Choice.key(set.pooling()));
  }

  /** The layers that are flat in {@code composite} and {@code paper}, lowest first. */
  public static List<String> flatLayers(ResolvedNetwork network) {
    return layers(network).stream().filter(FLAT::contains).toList();
  }

  private static List<String> layers(ResolvedNetwork network) {
    return learning(network).map(Learning::name).toList();
  }

  /** The layers with weights that the scores depend on, lowest first. */
  private static Stream<Learning> learning(ResolvedNetwork network) {
    return network.layers().stream()
        .map(ResolvedLayer::definition)
        .filter(Learning.class::isInstance)
        .map(Learning.class::cast)
        .filter(layer -> !network.auxiliaryLayers().contains(layer.name()));
  }

  private static RuleSet own(String name, Config own, List<String> known) {
    if (!own.root().containsKey(name)) {
      List<String> all = new ArrayList<>(PRESETS);
      all.addAll(new TreeSet<>(own.root().keySet()));
      throw new UsageException(
          "unknown rule '%s'%s; use one of %s, or define heatmap.rules.%s"
              .formatted(name, Suggestion.didYouMean(name, all), String.join(", ", all), name));
    }
    String where = "heatmap.rules." + name;
    try {
      Config rules = own.getConfig(ConfigUtil.joinPath(name));
      requireKeys(where, rules.root(), KEYS);
      Map<String, LinearRule> layers = new HashMap<>();
      if (rules.hasPath("layers")) {
        ConfigObject named = rules.getObject("layers");
        for (String layer : named.keySet()) {
          if (!known.contains(layer)) {
            throw new UsageException(
                "%s.layers: the network has no layer '%s'%s; its layers with weights are %s"
                    .formatted(
                        where,
                        layer,
                        Suggestion.didYouMean(layer, known),
                        String.join(", ", known)));
          }
          layers.put(
              layer,
              rule(
                  where + ".layers." + layer,
                  named.toConfig().getConfig(ConfigUtil.joinPath(layer))));
        }
      }
      return new RuleSet(
          name,
          rule(where + ".convolution", rules.getConfig("convolution")),
          rule(where + ".inner-product", rules.getConfig("inner-product")),
          layers,
          choice(LrnRule.class, where, rules, "lrn", LrnRule.TAYLOR),
          choice(PoolRule.class, where, rules, "pooling", PoolRule.WINNER));
    } catch (ConfigException e) {
      throw new UsageException(
          "%s: %s; see docs/heatmaps.md for an example".formatted(where, e.getMessage()), e);
    }
  }

  private static LinearRule rule(String where, Config c) {
    requireKeys(where, c.root(), RULE_KEYS);
    LinearRule.Bias bias = choice(LinearRule.Bias.class, where, c, "bias", LinearRule.Bias.ABSORB);
    String rule = c.getString("rule");
    return switch (rule) {
      case "z" -> new LinearRule.Epsilon(0, bias, false);
      case "epsilon" -> new LinearRule.Epsilon(atLeast0(where, c, "eps"), bias, false);
      case "alpha-beta" -> {
        double beta = atLeast0(where, c, "beta");
        yield new LinearRule.AlphaBeta(
            1 + beta,
            beta,
            bias,
            choice(LinearRule.OneSided.class, where, c, "one-sided", LinearRule.OneSided.AS_IS),
            false);
      }
      case "gamma" -> new LinearRule.Gamma(atLeast0(where, c, "gamma"));
      case "flat" -> new LinearRule.Flat(false);
      case "w-square" -> new LinearRule.WSquare(false);
      case "z-box" -> new LinearRule.ZBox();
      default ->
          throw new UsageException(
              "%s: unknown rule '%s'; use one of z, epsilon, alpha-beta, gamma, flat, w-square, z-box"
                  .formatted(where, rule));
    };
  }

  private static double atLeast0(String where, Config c, String key) {
    double value = c.getDouble(key);
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new UsageException(
          "%s.%s is %s; it must be a number, at least 0".formatted(where, key, value));
    }
    return value;
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, String where, Config c, String key, E usual) {
    return c.hasPath(key)
        ? Choice.of(type, where + "." + key, c.getString(key).toLowerCase(Locale.ROOT))
        : usual;
  }

  private static void requireKeys(String where, ConfigObject section, Set<String> known) {
    for (String key : section.keySet()) {
      if (!known.contains(key)) {
        throw new UsageException(
            "%s: unknown key '%s'%s; use %s"
                .formatted(
                    where,
                    key,
                    Suggestion.didYouMean(key, known),
                    String.join(", ", new TreeSet<>(known))));
      }
    }
  }
}
