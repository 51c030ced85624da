// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.caffe.LoadReport.Entry;
import io.agegender.caffe.LoadReport.Outcome;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the weights of a {@code .caffemodel} file into a network, by layer name, as Caffe's {@code
 * Net::CopyTrainedLayersFrom} does: layers that only one of the two has are left alone; a layer of
 * the same name with another shape is an error.
 */
public final class PretrainedWeights {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainedWeights.class);

  private static final String NEW = "the name is new";

  private PretrainedWeights() {}

  /** A sound file whose weights are not those of the network. */
  public static final class Misfit extends UsageException {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message);
    }
  }

  /**
   * Loads a file.
   *
   * @param advice what to do if the file is missing, a sentence
   * @param network initialised by its fillers; its parameters change in place
   * @throws UsageException if the file is missing, truncated, of another format, or has a value
   *     that is not finite; if a layer's shape differs; if a layer without filler is not in the
   *     file, so that all its weights would be 0. The network is then in no state to be trained
   * @throws FailedException if the file system fails
   */
  public static LoadReport load(
      Path file, String advice, Configuration conf, ComputationGraph network) {
    Map<String, LayerParameters> wanted = LayerParameters.of(network);
    Map<String, Entry> found = new HashMap<>();
    Map<String, Entry> others = new LinkedHashMap<>();
    CaffeModelReader.read(
        file,
        conf,
        advice,
        stored -> {
          LayerParameters target = wanted.get(stored.name());
          if (target == null) {
            others.put(stored.name(), ignored(stored.name(), stored.shapes()));
          } else {
            found.put(stored.name(), copy(file, stored, target));
          }
        });
    List<Entry> entries = new ArrayList<>();
    for (LayerParameters layer : wanted.values()) {
      entries.add(found.getOrDefault(layer.name(), initialised(layer, NEW)));
    }
    entries.addAll(others.values());
    LoadReport report = new LoadReport(file.toString(), List.copyOf(entries));
    check(report, wanted);
    return report;
  }

  /**
   * Copies the weights of one network into another, by layer name. A layer of the same name with
   * another shape, such as the head for another number of classes, keeps what its filler set.
   *
   * @param name what the weights are of, for messages
   * @param trained has the weights
   * @param network initialised by its fillers; its parameters change in place
   * @param fresh layers that keep what their fillers set, whatever their shape
   * @throws UsageException if no layer of it has a name and shape that the network knows
   */
  public static LoadReport copy(
      String name, ComputationGraph trained, ComputationGraph network, Set<String> fresh) {
    Map<String, LayerParameters> wanted = LayerParameters.of(network);
    Map<String, LayerParameters> given = LayerParameters.of(trained);
    List<Entry> entries = new ArrayList<>();
    for (LayerParameters layer : wanted.values()) {
      LayerParameters source = given.get(layer.name());
      if (source == null) {
        entries.add(initialised(layer, NEW));
      } else if (fresh.contains(layer.name())) {
        entries.add(initialised(layer, "there it tells other classes apart"));
      } else if (layer.shapes().equals(source.shapes())) {
        layer.assign(source);
        entries.add(new Entry(layer.name(), Outcome.LOADED, layer.shapes()));
      } else {
        entries.add(initialised(layer, "there it is " + source.shapes()));
      }
    }
    given.values().stream()
        .filter(layer -> !wanted.containsKey(layer.name()))
        .map(layer -> ignored(layer.name(), layer.shapes()))
        .forEach(entries::add);
    LoadReport report = new LoadReport(name, List.copyOf(entries));
    check(report, wanted);
    return report;
  }

  private static Entry initialised(LayerParameters layer, String why) {
    return new Entry(
        layer.name(),
        Outcome.INITIALISED,
        "%s; %s, set by the filler".formatted(layer.shapes(), why));
  }

  private static Entry ignored(String layer, String shapes) {
    return new Entry(layer, Outcome.IGNORED, shapes + "; the network has no such layer");
  }

  private static Entry copy(Path file, StoredLayer stored, LayerParameters target) {
    if (!target.fits(stored)) {
      return new Entry(
          stored.name(),
          Outcome.REFUSED,
          "the file has %s, the network needs %s".formatted(stored.shapes(), target.shapes()));
    }
    target.assign(stored);
    String detail = stored.shapes();
    if (stored.blobs().stream().anyMatch(b -> b.precision() == StoredBlob.Precision.DOUBLE)) {
      LOG.warn("{}: layer '{}': double data, rounded to float as Caffe does", file, stored.name());
      detail += "; double data, rounded to float as Caffe does";
    }
    return new Entry(stored.name(), Outcome.LOADED, detail);
  }

  private static void check(LoadReport report, Map<String, LayerParameters> wanted) {
    List<String> problems = new ArrayList<>();
    for (Entry refused : report.with(Outcome.REFUSED)) {
      problems.add("layer '%s': %s".formatted(refused.layer(), refused.detail()));
    }
    for (Entry initialised : report.with(Outcome.INITIALISED)) {
      if (wanted.get(initialised.layer()).weightsAreZero()) {
        problems.add(
            ("layer '%s': the file has none of that name and the definition no filler, so that all "
                    + "weights would be 0 and never change")
                .formatted(initialised.layer()));
      }
    }
    if (!problems.isEmpty()) {
      throw new Misfit(
          problems.stream()
              .collect(
                  Collectors.joining(
                      System.lineSeparator() + "  ",
                      report.file()
                          + ": these pretrained weights do not fit the network:"
                          + System.lineSeparator()
                          + "  ",
                      "")));
    }
    if (report.count(Outcome.LOADED) == 0) {
      throw new Misfit(
          "%s: no layer of it has a name that the network knows; it is of another architecture"
              .formatted(report.file()));
    }
  }
}
