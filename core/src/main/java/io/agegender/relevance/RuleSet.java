// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import io.agegender.network.definition.LayerDefinition;
import io.agegender.relevance.rule.LinearRule;
import io.agegender.relevance.rule.LinearRule.AlphaBeta;
import io.agegender.relevance.rule.LinearRule.Bias;
import io.agegender.relevance.rule.LinearRule.Epsilon;
import io.agegender.relevance.rule.LinearRule.Flat;
import io.agegender.relevance.rule.LinearRule.Gamma;
import io.agegender.relevance.rule.LinearRule.OneSided;
import io.agegender.relevance.rule.LinearRule.ZBox;
import io.agegender.relevance.rule.LrnRule;
import io.agegender.relevance.rule.PoolRule;
import java.util.HashMap;
import java.util.Map;

/**
 * Which rule each layer follows.
 *
 * @param name for files and tables
 * @param convolution of convolutions that no name below overrides
 * @param product of inner products that no name below overrides
 * @param layers rules of single layers by the layer's name
 * @param lrn of local response normalisation
 * @param pooling of pooling layers
 */
public record RuleSet(
    String name,
    LinearRule convolution,
    LinearRule product,
    Map<String, LinearRule> layers,
    LrnRule lrn,
    PoolRule pooling) {

  public RuleSet {
    layers = Map.copyOf(layers);
  }

  /** The rule of a layer. */
  public LinearRule of(LayerDefinition.Learning layer) {
    LinearRule usual = layer instanceof LayerDefinition.Convolution ? convolution : product;
    return layers.getOrDefault(layer.name(), usual);
  }

  private static LinearRule epsilon(double eps) {
    return new Epsilon(eps, Bias.ABSORB, false);
  }

  private static LinearRule alphaBeta(double beta) {
    return new AlphaBeta(1 + beta, beta, Bias.ABSORB, OneSided.AS_IS, false);
  }

  private static RuleSet all(String name, LinearRule rule, LrnRule lrn) {
    return new RuleSet(name, rule, rule, Map.of(), lrn, PoolRule.WINNER);
  }

  /** LRP-z: equals gradient x input. */
  public static RuleSet z() {
    return all("z", epsilon(0), LrnRule.IDENTITY);
  }

  /** Epsilon 0.1 everywhere. */
  public static RuleSet epsilon() {
    return all("epsilon", epsilon(0.1), LrnRule.TAYLOR);
  }

  /** Alpha 2, beta 1 everywhere. */
  public static RuleSet alpha2beta1() {
    return all("alpha2beta1", alphaBeta(1), LrnRule.TAYLOR);
  }

  /** Alpha 1, beta 0 everywhere. */
  public static RuleSet alpha1beta0() {
    return all("alpha1beta0", alphaBeta(0), LrnRule.TAYLOR);
  }

  /**
   * The default: epsilon 0.1 in inner products, alpha 2 and beta 1 in convolutions, flat in the
   * lowest ones.
   *
   * @param flat the lowest layers by name
   */
  public static RuleSet composite(Iterable<String> flat) {
    return new RuleSet(
        "composite",
        alphaBeta(1),
        epsilon(0.1),
        to(flat, new Flat(false)),
        LrnRule.TAYLOR,
        PoolRule.WINNER);
  }

  /**
   * Type 102 of the LRP Toolbox for Caffe with its faults, as the published maps were made.
   *
   * @param flat the layers up to the toolbox's stop index by name
   */
  public static RuleSet paper(Iterable<String> flat) {
    return new RuleSet(
        "paper",
        new AlphaBeta(2, 1, Bias.ABSORB, OneSided.AS_IS, true),
        new Epsilon(0.1, Bias.ABSORB, true),
        to(flat, new Flat(true)),
        LrnRule.TOOLBOX,
        PoolRule.TOOLBOX);
  }

  /**
   * Epsilon 1e-6 in inner products, alpha 1 and beta 0 in convolutions, flat in the first.
   *
   * @param first the first convolution's name
   */
  public static RuleSet epsilonPlusFlat(String first) {
    return new RuleSet(
        "epsilon-plus-flat",
        alphaBeta(0),
        epsilon(1e-6),
        Map.of(first, new Flat(false)),
        LrnRule.TAYLOR,
        PoolRule.WINNER);
  }

  /**
   * Epsilon 1e-6 in inner products, gamma 0.25 in convolutions, z-box in the first.
   *
   * @param first the first convolution's name
   */
  public static RuleSet epsilonGammaBox(String first) {
    return new RuleSet(
        "epsilon-gamma-box",
        new Gamma(0.25),
        epsilon(1e-6),
        Map.of(first, new ZBox()),
        LrnRule.TAYLOR,
        PoolRule.WINNER);
  }

  private static Map<String, LinearRule> to(Iterable<String> names, LinearRule rule) {
    Map<String, LinearRule> rules = new HashMap<>();
    names.forEach(name -> rules.put(name, rule));
    return rules;
  }
}
