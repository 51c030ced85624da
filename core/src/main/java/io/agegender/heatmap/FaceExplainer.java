// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.json.Json;
import io.agegender.heatmap.picture.FaceDrawing;
import io.agegender.heatmap.picture.MapFiles;
import io.agegender.image.MeanImage;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.relevance.Activations;
import io.agegender.relevance.Explanation;
import io.agegender.relevance.RelevanceNetwork;
import io.agegender.relevance.RuleSet;
import io.agegender.relevance.rule.Box;
import io.agegender.relevance.rule.Destination;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Explains faces with one network: writes the maps and pictures of a face, then its rows. The rows
 * are the mark that the face is done, so that nothing is made twice. Not thread-safe.
 */
public final class FaceExplainer {

  private final Explained network;
  private final HeatmapSettings settings;
  private final RelevanceNetwork trained;
  private final Optional<RandomisedMaps> random;
  private final Optional<PerturbedFace> perturbed;
  private final FaceDrawing drawing;
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
    float[] mean = FaceView.mean(network.mean(), settings.view(), size());
    this.box = Box.of(mean);
    this.drawing = new FaceDrawing(settings.drawing(), mean, size(), out);
    this.random =
        settings.checks().randomise()
            ? Optional.of(new RandomisedMaps(network, settings, box))
            : Optional.empty();
    this.perturbed =
        settings.checks().perturb()
            ? Optional.of(new PerturbedFace(trained, settings, size(), box))
            : Optional.empty();
  }

  private int size() {
    return network.resolved().definition().input().size();
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
    String key = key(record, face);
    if (FaceRows.areThere(out, network.folder(), face.name(), key)) {
      return false;
    }
    float[] input = FaceView.input(record, network.mean(), settings.view(), size());
    Activations pass = trained.forward(input);
    int[] picture = drawing.face(input);
    ArrayNode rows = Json.array();
    for (String rule : settings.rules()) {
      Optional<RuleSet> rules = RuleBook.of(rule, settings.ownRules(), network.resolved());
      for (int target : ExplainedClasses.of(settings.explained(), network.labels(), pass, face)) {
        rows.add(row(new One(rule, rules, target, face, pass, input), picture));
      }
    }
    drawing.write(FaceDrawing.faceFile(network.folder(), face.name()), picture);
    FaceRows.write(out, network.folder(), face.name(), key, rows);
    return true;
  }

  /**
   * Draws the maps of a face, which are there, on the scale of all maps of their rule.
   *
   * @param name of the face's files
   * @param scales for each rule the relevance of a pixel that gets the strongest colour
   */
  public void drawAgain(String name, Map<String, Double> scales) {
    String picture = FaceDrawing.faceFile(network.folder(), name);
    int[] face = MapFiles.pixels(out.read(picture), size(), out.path(picture));
    FaceRows.each(
        out,
        network.folder(),
        name,
        row -> {
          float[] rgb = FaceRows.map(out, row, size());
          double scale = scales.get(row.get("rule").textValue());
          drawing.map(MapFiles.swapped(rgb), face, row.get("png").textValue(), scale);
        });
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
    String stem = "%s/%s/%s-c%d".formatted(network.folder(), one.rule, one.face.name(), one.target);
    MapSums.put(map, size(), settings.checks().regions(), row);
    FaceRows.map(out, row, stem, MapFiles.npy(MapFiles.swapped(map), size()));
    row.put("png", "png/%s".formatted(stem));
    drawing.map(map, picture, "png/" + stem);
    perturbed.ifPresent(p -> p.measure(one.pass, map, one.target, one.face.id(), row));
    random.ifPresent(r -> r.measure(one.input, map, one.rules, one.target, row));
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
