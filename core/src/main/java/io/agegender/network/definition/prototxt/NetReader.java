// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.NetworkDefinition.Input;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads Caffe's {@code NetParameter}, in the newer syntax ({@code layer}) and the older. */
public final class NetReader {
  private final Reading reading;
  private final Fields net;
  private final OptionalInt classes;
  private final List<LayerEntry> entries = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final InputReader inputs = new InputReader();

  private NetReader(String file, byte[] bytes, OptionalInt classes) {
    this.reading = new Reading(file);
    this.net = Fields.of(TextParser.parse(file, bytes), reading);
    this.classes = classes;
  }

  /**
   * Reads a file that trains and validates, such as {@code train_val.prototxt}.
   *
   * @param file the file's name for messages
   * @param bytes its content
   * @param classes of the target; empty if any number will do
   * @throws UsageException with all problems of the file
   */
  public static NetFile training(String file, byte[] bytes, OptionalInt classes) {
    return new NetReader(file, bytes, classes).read(false);
  }

  /**
   * Reads a file that gives probabilities, such as {@code deploy.prototxt}; arguments as for {@link
   * #training}.
   *
   * @throws UsageException with all problems of the file
   */
  public static NetFile deploy(String file, byte[] bytes, OptionalInt classes) {
    return new NetReader(file, bytes, classes).read(true);
  }

  private NetFile read(boolean deploy) {
    String name = net.text("name").orElse("");
    net.withoutMeaning("force_backward", "debug_info");
    inputs.network(net);
    entries();
    Optional<DataLayer> train = data(deploy, true);
    Optional<DataLayer> test = data(deploy, false);
    if (train.isPresent() && test.isPresent() && train.get().size() != test.get().size()) {
      net.problem(
          "crops of %d pixels in phase TRAIN and of %d in phase TEST; give both phases the same crop_size"
              .formatted(train.get().size(), test.get().size()));
    }
    Input input = input(deploy, train);
    List<LayerDefinition> layers = layers(deploy);
    net.finish();
    NetworkDefinition network = new NetworkDefinition(name, input, layers);
    check(deploy, network);
    reading.refuseProblems();
    return new NetFile(network, train, test, reading.withoutMeaning());
  }

  private void entries() {
    if (net.has("layer") && net.has("layers")) {
      net.problem(
          "layers", "stands beside 'layer'; Caffe permits one of them: change all to 'layer'");
    }
    net.messages("layers").forEach(message -> entries.add(LayerEntry.of(message, true)));
    net.messages("layer").forEach(message -> entries.add(LayerEntry.of(message, false)));
    if (entries.isEmpty()) {
      net.problem("the file has no layer: is it a solver? Give a network's definition");
    }
    entries.forEach(entry -> lines.put(entry.name(), entry.fields().line()));
    entries.stream().filter(LayerEntry::isInput).forEach(inputs::layer);
  }

  private Optional<DataLayer> data(boolean deploy, boolean train) {
    List<LayerEntry> found =
        entries.stream()
            .filter(entry -> entry.isData() && (train ? entry.train() : entry.test()))
            .toList();
    if (deploy && !found.isEmpty()) {
      found.get(0).problem("type", "a deploy file has an input, not a data layer; use input_shape");
      return Optional.empty();
    }
    if (found.size() > 1) {
      found
          .get(1)
          .problem(
              "include",
              "a second data layer in phase %s after '%s' on line %d; keep one for each phase"
                  .formatted(
                      train ? "TRAIN" : "TEST", found.get(0).name(), found.get(0).fields().line()));
    }
    return found.stream().findFirst().map(DataReader::read);
  }

  private Input input(boolean deploy, Optional<DataLayer> train) {
    if (!deploy) {
      if (!inputs.isEmpty()) {
        net.problem(
            "input",
            "a training file has data layers, not inputs; add a data layer for phase TRAIN");
      }
      if (train.isEmpty()) {
        net.problem("no data layer in phase TRAIN; add one, with a transform_param");
        return Input.pictures(1);
      }
      List<String> blobs =
          entries.stream()
              .filter(entry -> entry.isData() && entry.train())
              .map(DataReader::blobs)
              .findFirst()
              .orElseThrow();
      return new Input(blobs.get(0), blobs.get(1), 3, train.get().size());
    }
    if (inputs.isEmpty()) {
      net.problem(
          "no input; a deploy file has 'input' with 'input_shape', or a layer of type Input");
      return Input.pictures(1);
    }
    return inputs.input(net);
  }

  private List<LayerDefinition> layers(boolean deploy) {
    Set<String> names = new HashSet<>();
    List<LayerDefinition> layers = new ArrayList<>();
    boolean complete = true;
    for (LayerEntry entry : entries) {
      if (entry.isData() || entry.isInput()) {
        continue;
      }
      if (entry.type().equals("Accuracy")) {
        reading.withoutMeaning("layers of type Accuracy");
        continue;
      }
      if (!deploy && entry.type().equals("Softmax")) {
        reading.withoutMeaning("layers of type Softmax");
        continue;
      }
      Optional<LayerDefinition> layer = LayerReader.read(entry, names);
      if (deploy ? entry.test() : entry.train()) {
        layer.ifPresent(layers::add);
        complete &= layer.isPresent();
      } else if (entry.type().equals("SoftmaxWithLoss")) {
        reading.withoutMeaning("losses of phase " + (deploy ? "TRAIN" : "TEST"));
      } else if (!deploy) {
        entry.problem(
            "include",
            "the layer is in phase TEST alone; networks are scored with the layers that were trained: remove it");
      }
    }
    if (complete) {
      return layers;
    }
    checkBlobs(deploy);
    return List.of();
  }

  /** Which blobs nobody makes, where shapes cannot be known because layers cannot be read. */
  private void checkBlobs(boolean deploy) {
    Set<String> made = new HashSet<>(inputs.names());
    for (LayerEntry entry : entries) {
      if (!(deploy ? entry.test() : entry.train())) {
        continue;
      }
      for (String bottom : entry.bottoms()) {
        if (!made.contains(bottom)) {
          entry.problem(
              "bottom",
              "no layer before it makes '%s': correct the name, or move it behind the maker"
                  .formatted(bottom));
        }
      }
      for (String top : entry.tops()) {
        if (!made.add(top) && !entry.bottoms().contains(top)) {
          entry.problem("top", "a layer before it makes '%s', too".formatted(top));
        }
      }
    }
  }

  private void check(boolean deploy, NetworkDefinition network) {
    boolean hasLoss =
        entries.stream().anyMatch(e -> e.train() && e.type().equals("SoftmaxWithLoss"));
    if (!deploy && !hasLoss) {
      net.problem(
          "no layer of type SoftmaxWithLoss in phase TRAIN: nothing would be learnt; add a loss");
    }
    if (network.layers().isEmpty()) {
      return; // what is missing has been said
    }
    List<ResolvedNetwork.Problem> problems = ResolvedNetwork.problems(network);
    for (ResolvedNetwork.Problem problem : problems) {
      reading.problem(lines.getOrDefault(problem.layer(), 1), problem.toString());
    }
    if (problems.isEmpty() && classes.isPresent()) {
      ResolvedNetwork.of(network).layers().forEach(this::checkClasses);
    }
  }

  private void checkClasses(ResolvedLayer layer) {
    boolean head =
        layer.definition() instanceof Softmax || layer.definition() instanceof SoftmaxLoss;
    int found = layer.inputs().get(0).channels();
    if (head && found != classes.getAsInt()) {
      reading.problem(
          lines.get(layer.sources().get(0)),
          "layer '%s': %d outputs, but the target has %d classes; is the definition for another target?"
              .formatted(layer.sources().get(0), found, classes.getAsInt()));
    }
  }
}
