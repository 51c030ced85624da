// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.json.Json;
import io.agegender.image.MeanImage;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.relevance.Activations;
import io.agegender.relevance.ColourMap;
import io.agegender.relevance.Explanation;
import io.agegender.relevance.LayerWeights;
import io.agegender.relevance.PerturbationCurve;
import io.agegender.relevance.Regions;
import io.agegender.relevance.RelevanceNetwork;
import io.agegender.relevance.RuleSet;
import io.agegender.relevance.rule.Box;
import io.agegender.relevance.rule.Destination;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Explains faces with one network: writes the maps and pictures of a face, then its rows. The rows
 * are the mark that the face is done, so that nothing is made twice. Not thread-safe.
 */
public final class FaceExplainer {
  private static final int CHANNELS = 3;
  private static final int GRID = 8;

  private final Explained network;
  private final HeatmapSettings settings;
  private final RelevanceNetwork trained;
  private final List<RelevanceNetwork> random;
  private final float[] mean;
  private final Box box;
  private final FileStore out;

  /**
   * A network to be explained.
   *
   * @param resolved what it is
   * @param labels of its classes
   * @param parameters what it learned
   * @param mean the mean image of its own training faces
   * @param folder where its files go below the folder of all, such as {@code
   *     age_net_definitions-fold-0/0000300}
   * @param parametersSha256 which parameters they are
   */
  public record Explained(
      ResolvedNetwork resolved,
      List<String> labels,
      FloatChunks parameters,
      MeanImage mean,
      String folder,
      String parametersSha256) {}

  /**
   * A face to be explained.
   *
   * @param name for its files: only letters, digits, points and hyphens
   * @param caption for people
   * @param id row in the dataset's index, -1 for a picture
   * @param label the true class, -1 if it is not known
   */
  public record Subject(String name, String caption, int id, int label)
      implements java.io.Serializable {}

  /** Prepares the networks. */
  public FaceExplainer(Explained network, HeatmapSettings settings, FileStore out) {
    this.network = network;
    this.settings = settings;
    this.out = out;
    this.trained = RelevanceNetwork.of(network.resolved(), network.parameters());
    this.random = settings.checks().randomise() ? randomised() : List.of();
    this.mean = FaceView.mean(network.mean(), settings.view(), size());
    this.box = Box.of(mean);
  }

  private int size() {
    return network.resolved().definition().input().size();
  }

  /** The network with its last layer drawn again, and with all of them. */
  private List<RelevanceNetwork> randomised() {
    Function<String, LayerWeights> learned =
        RelevanceNetwork.weights(network.resolved(), network.parameters());
    List<String> layers = trained.learningLayers();
    String last = layers.get(layers.size() - 1);
    return List.of(
        RelevanceNetwork.of(
            network.resolved(),
            name -> name.equals(last) ? shuffled(learned.apply(name)) : learned.apply(name)),
        RelevanceNetwork.of(network.resolved(), name -> shuffled(learned.apply(name))));
  }

  /** Other weights of the same distribution: the same ones in a random order. */
  private static LayerWeights shuffled(LayerWeights learned) {
    float[] weights = learned.weights().clone();
    Random order = new Random(weights.length);
    for (int i = weights.length - 1; i > 0; i--) {
      int other = order.nextInt(i + 1);
      float value = weights[i];
      weights[i] = weights[other];
      weights[other] = value;
    }
    return new LayerWeights(weights, learned.bias());
  }

  /** Where the rows of a face are. */
  public static String rowsFile(String folder, String name) {
    return "rows/%s/%s.json".formatted(folder, name);
  }

  /** What the rows of a face follow from; other rows are made again. */
  private String key(byte[] record, Subject face) {
    return new Sha256()
        .add(network.parametersSha256())
        .add(record)
        .add(
            "%s %s %s %s"
                .formatted(face, settings.rules(), settings.ownRules(), settings.identity()))
        .add(settings.drawing().toString())
        .hex();
  }

  /**
   * Makes what a face lacks.
   *
   * @param record 3 x 256 x 256 bytes, planes B, G, R
   * @return whether something was made; false if everything was there
   * @throws FailedException if a map is not finite or its ledger does not close; nothing of it
   *     counts as made
   */
  public boolean explain(byte[] record, Subject face) {
    String file = rowsFile(network.folder(), face.name());
    String key = key(record, face);
    if (done(file, key)) {
      return false;
    }
    float[] input = FaceView.input(record, network.mean(), settings.view(), size());
    Activations pass = trained.forward(input);
    int[] picture = picture(input);
    ObjectNode document = Json.object();
    document.put("key", key);
    ArrayNode rows = document.putArray("rows");
    for (String rule : settings.rules()) {
      Optional<RuleSet> rules = RuleBook.of(rule, settings.ownRules(), network.resolved());
      for (int target : ExplainedClasses.of(settings.explained(), network.labels(), pass, face)) {
        rows.add(row(new One(rule, rules, target, face, pass, input), picture));
      }
    }
    write(
        "png/%s/%s-face.png".formatted(network.folder(), face.name()),
        MapFiles.png(picture, size()));
    out.write(file, stream -> stream.write(Json.prettyBytes(document)));
    return true;
  }

  private boolean done(String file, String key) {
    if (!out.exists(file)) {
      return false;
    }
    try {
      JsonNode document = Json.tree(new String(out.read(file), StandardCharsets.UTF_8));
      return document.path("key").asText().equals(key);
    } catch (IOException e) {
      // Damaged rows are made again.
      return false;
    }
  }

  private int[] picture(float[] input) {
    float[] bgr = input.clone();
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] += mean[i];
    }
    return MapFiles.pixels(bgr);
  }

  /** One map to make. */
  private record One(
      String rule,
      Optional<RuleSet> rules,
      int target,
      Subject face,
      Activations pass,
      float[] input) {}

  private ObjectNode row(One one, int[] picture) {
    String where = "%s: %s, rule %s".formatted(network.folder(), one.face.caption(), one.rule);
    ObjectNode row = Json.object();
    row.put("face", one.face.id());
    row.put("name", one.face.name());
    row.put("caption", one.face.caption());
    row.put("label", one.face.label());
    row.put("predicted", one.pass.predicted());
    row.put("explained", one.target);
    row.put("probability", one.pass.probabilities()[one.target]);
    row.put("rule", one.rule);
    float[] map = one.rules.isPresent() ? relevance(one, row, where) : gradient(one, row);
    float[] rgb = MapFiles.swapped(map);
    String stem = "%s/%s/%s-c%d".formatted(network.folder(), one.rule, one.face.name(), one.target);
    sums(map, row);
    row.put("map", "maps/%s.npy".formatted(stem));
    row.put("png", "png/%s".formatted(stem));
    write("maps/%s.npy".formatted(stem), MapFiles.npy(rgb, size()));
    double peak = ColourMap.peak(map, CHANNELS);
    int[] heat = settings.drawing().colours().draw(map, CHANNELS, peak);
    write("png/%s-heat.png".formatted(stem), MapFiles.png(heat, size()));
    write(
        "png/%s-overlay.png".formatted(stem),
        MapFiles.png(MapFiles.overlay(picture, heat), size()));
    if (settings.checks().perturb()) {
      perturb(one, map, row);
    }
    if (!random.isEmpty()) {
      row.put("correlation-last", correlation(map, mapOf(random.get(0), one)));
      row.put("correlation-all", correlation(map, mapOf(random.get(1), one)));
    }
    return row;
  }

  private float[] relevance(One one, ObjectNode row, String where) {
    Explanation explanation;
    try {
      explanation =
          trained.explain(one.pass, one.target, one.rules.orElseThrow(), settings.start(), box);
    } catch (FailedException e) {
      throw new FailedException(where + ": " + e.getMessage(), e);
    }
    double error = explanation.ledgerError();
    if (!(error <= settings.checks().ledgerLimit())) {
      throw new FailedException(
          "%s: the ledger is open by %.3g of its largest entry, more than heatmap.ledger-limit, %.3g; try another rule"
              .formatted(where, error, settings.checks().ledgerLimit()));
    }
    row.put("start", explanation.start());
    ObjectNode ledger = row.putObject("ledger");
    for (Destination destination : Destination.values()) {
      ledger.put(destination.word(), explanation.lost(destination));
    }
    row.put("ledger-error", error);
    return explanation.map();
  }

  private float[] gradient(One one, ObjectNode row) {
    row.put("start", one.pass.logits()[one.target]);
    row.putObject("ledger");
    row.put("ledger-error", 0.0);
    return trained.gradientTimesInput(one.pass, one.target);
  }

  private float[] mapOf(RelevanceNetwork other, One one) {
    Activations pass = other.forward(one.input);
    return one.rules.isPresent()
        ? other.explain(pass, one.target, one.rules.orElseThrow(), settings.start(), box).map()
        : other.gradientTimesInput(pass, one.target);
  }

  private void sums(float[] map, ObjectNode row) {
    double positive = 0;
    double negative = 0;
    double[] cells = new double[GRID * GRID];
    double absolute = 0;
    int area = size() * size();
    for (int pixel = 0; pixel < area; pixel++) {
      double sum = 0;
      for (int channel = 0; channel < CHANNELS; channel++) {
        sum += map[channel * area + pixel];
      }
      positive += Math.max(sum, 0);
      negative += Math.min(sum, 0);
      absolute += Math.abs(sum);
      cells[pixel / size() * GRID / size() * GRID + pixel % size() * GRID / size()] +=
          Math.abs(sum);
    }
    row.put("sum", positive + negative);
    row.put("positive", positive);
    row.put("negative", negative);
    row.put("peak", ColourMap.peak(map, CHANNELS));
    ArrayNode shares = row.putArray("region-share");
    for (double cell : cells) {
      shares.add(absolute == 0 ? 0 : (float) (cell / absolute));
    }
  }

  private void perturb(One one, float[] map, ObjectNode row) {
    HeatmapSettings.Checks checks = settings.checks();
    Regions regions = new Regions(size(), checks.region());
    float[] fill = checks.fill() == HeatmapSettings.Fill.BLACK ? box.low() : new float[map.length];
    List<Integer> any = new ArrayList<>(IntStream.range(0, regions.count()).boxed().toList());
    Collections.shuffle(any, new Random(settings.faces().seed() + one.face.id()));
    ObjectNode curves = row.putObject("curves");
    curve("most", one, regions, fill, regions.mostRelevantFirst(map, CHANNELS), curves);
    curve("random", one, regions, fill, any, curves);
    curve("least", one, regions, fill, regions.leastRelevantFirst(map, CHANNELS), curves);
  }

  private void curve(
      String order,
      One one,
      Regions regions,
      float[] fill,
      List<Integer> ranking,
      ObjectNode curves) {
    List<Integer> first = ranking.subList(0, Math.min(settings.checks().steps(), ranking.size()));
    PerturbationCurve curve =
        PerturbationCurve.of(trained, one.input, fill, one.target, regions, first);
    ArrayNode logits = curves.putArray(order);
    for (double logit : curve.logits()) {
      logits.add(logit);
    }
  }

  /** Pearson's correlation of two maps; 0 where one is constant. */
  static double correlation(float[] a, float[] b) {
    double meanA = IntStream.range(0, a.length).mapToDouble(i -> a[i]).average().orElse(0);
    double meanB = IntStream.range(0, b.length).mapToDouble(i -> b[i]).average().orElse(0);
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    double divisor = Math.sqrt(squaresA * squaresB);
    return divisor == 0 ? 0 : both / divisor;
  }

  private void write(String file, byte[] content) {
    out.write(file, stream -> stream.write(content));
  }

  /**
   * Looks for what is wrong with rules and classes before anything is computed.
   *
   * @throws UsageException if there is something
   */
  public static void check(HeatmapSettings settings, ResolvedNetwork network, List<String> labels) {
    for (String rule : settings.rules()) {
      RuleBook.of(rule, settings.ownRules(), network);
    }
    ExplainedClasses.check(settings.explained(), labels);
  }
}
