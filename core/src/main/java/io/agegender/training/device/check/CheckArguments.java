// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device.check;

import io.agegender.adience.Target;
import io.agegender.engine.check.CheckedNetwork;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.NetFile;
import io.agegender.network.definition.prototxt.NetReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What is asked of a check.
 *
 * @param primitives whose operations are checked: {@code cuda} or {@code host}
 * @param gpu number of the GPU, from 0
 * @param libraries folders in which CUDA's libraries are looked for first
 * @param hashes whether steps alone are done, for their hashes, and nothing is compared
 * @param networks at least one
 */
public record CheckArguments(
    String primitives,
    int gpu,
    List<String> libraries,
    boolean hashes,
    List<CheckedNetwork> networks) {
  public static final String CUDA = "cuda";
  public static final String HOST = "host";

  /** Pictures in a minibatch, as published. */
  private static final Map<Architecture, Integer> BATCHES =
      Map.of(
          Architecture.NET_DEFINITIONS, 50,
          Architecture.CAFFEREFERENCE, 50,
          Architecture.GOOGLENET, 32,
          Architecture.VGG16, 10);

  public CheckArguments {
    libraries = List.copyOf(libraries);
    networks = List.copyOf(networks);
  }

  /**
   * The words of a command line, as they are.
   *
   * @param primitives {@code --primitives}
   * @param gpu {@code --gpu}
   * @param libraries {@code --libraries}, joined as in a path; may be empty
   * @param target {@code --target}: age, gender or both
   * @param hashes {@code --hashes}
   * @param definitions each {@code --definition}
   * @param networks each NETWORK; without one, and without a definition, all four
   */
  public record Words(
      String primitives,
      String gpu,
      String libraries,
      String target,
      boolean hashes,
      List<Path> definitions,
      List<String> networks) {
    /** Without any. */
    public static final Words NONE = new Words(CUDA, "0", "", "both", false, List.of(), List.of());
  }

  /**
   * Reads words.
   *
   * @throws UsageException if one is wrong, or a file cannot be read or is not a network
   */
  public static CheckArguments of(Words words) {
    if (!List.of(CUDA, HOST).contains(words.primitives())) {
      throw new UsageException(
          "--primitives is '%s': say cuda or host".formatted(words.primitives()));
    }
    List<Architecture> architectures = words.networks().stream().map(Architecture::of).toList();
    if (architectures.isEmpty() && words.definitions().isEmpty()) {
      architectures = Architecture.values();
    }
    List<CheckedNetwork> networks = new ArrayList<>();
    for (Target target : targets(words.target())) {
      for (Architecture architecture : architectures) {
        networks.add(
            new CheckedNetwork(
                architecture.title() + ", " + target.key(),
                architecture.resolve(target.classes()),
                BATCHES.getOrDefault(architecture, 1)));
      }
    }
    words.definitions().forEach(file -> networks.add(defined(file)));
    return new CheckArguments(
        words.primitives(),
        number(words.gpu()),
        folders(words.libraries()),
        words.hashes(),
        networks);
  }

  private static List<Target> targets(String word) {
    return word.equals("both") ? Arrays.asList(Target.values()) : List.of(target(word));
  }

  private static Target target(String word) {
    return Arrays.stream(Target.values())
        .filter(target -> target.key().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new UsageException("--target is '%s': say age, gender or both".formatted(word)));
  }

  private static CheckedNetwork defined(Path file) {
    NetFile net = NetReader.training(file.toString(), bytes(file), OptionalInt.empty());
    int batch = net.train().map(data -> data.batch()).orElseThrow();
    return new CheckedNetwork(file.toString(), ResolvedNetwork.of(net.network()), batch);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UsageException(
          "cannot read --definition %s (%s): name a train_val.prototxt"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static List<String> folders(String joined) {
    return Stream.of(joined.split(File.pathSeparator)).filter(folder -> !folder.isEmpty()).toList();
  }

  private static int number(String word) {
    if (!word.matches("[0-9]{1,4}")) {
      throw new UsageException(
          "--gpu is '%s': give a number from 0, as nvidia-smi shows it".formatted(word));
    }
    return Integer.parseInt(word);
  }
}
