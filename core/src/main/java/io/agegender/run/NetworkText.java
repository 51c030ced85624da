// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.NetReader;
import io.agegender.network.definition.prototxt.NetWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names networks that are not built in, and keeps them beside the name. The name of such a run is
 * {@code <target>_[<initialisation>_]<word>-<hash>[_<alignment>]}; the hash stands for the
 * network's meaning, so that two networks never share a name. The text is Caffe's, as {@link
 * NetWriter} writes it: comments, the order of fields and defaults are gone.
 */
public final class NetworkText {
  private static final int HASH = 10;
  private static final Pattern NAME =
      Pattern.compile(
          "(?<target>[a-z]+)_(?:(?<start>fromscratch|finetuning|imdbwiki|start-from)_)?(?<word>.+?)(?<faces>_unaligned|_mixed)?");

  /** Stands in the data layer, which is a matter of the run and not of the network. */
  private static final int ANY_BATCH = 1;

  private NetworkText() {}

  /**
   * What the name of a folder of definitions says, read as the name of a run is.
   *
   * @param target what is predicted; empty if the name does not begin with a target
   * @param initialisation from scratch where the name does not say it
   * @param word what remains: the network's own name
   * @param alignment aligned where the name does not say it
   */
  public record FolderName(
      Optional<Target> target, Initialisation initialisation, String word, Alignment alignment) {

    /** Reads any text. */
    public static FolderName of(String folder) {
      Matcher matcher = NAME.matcher(folder);
      Optional<Target> target =
          matcher.matches()
              ? Arrays.stream(Target.values())
                  .filter(t -> t.key().equals(matcher.group("target")))
                  .findFirst()
              : Optional.empty();
      if (target.isEmpty()) {
        return withoutTarget(folder);
      }
      String start = matcher.group("start");
      return new FolderName(
          target,
          start == null
              ? Initialisation.FROMSCRATCH
              : Choice.of(Initialisation.class, "initialisation", start),
          matcher.group("word"),
          facesOf(Optional.ofNullable(matcher.group("faces")).orElse("")));
    }

    private static FolderName withoutTarget(String folder) {
      // Without a target the rest is read behind any: the parts are the same.
      FolderName rest = of(Target.AGE.key() + "_" + folder);
      return new FolderName(Optional.empty(), rest.initialisation, rest.word, rest.alignment);
    }
  }

  private static Alignment facesOf(String suffix) {
    return Arrays.stream(Alignment.values())
        .filter(a -> a.suffix().equals(suffix))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The configuration that trains a user's network.
   *
   * @param folder what the name of its folder says
   * @param network with as many classes as the target
   * @throws UsageException if it cannot start from scratch, as the folder's name asks for
   */
  public static RunName name(FolderName folder, Target target, NetworkDefinition network) {
    List<String> unfilled = ResolvedNetwork.of(network).unfilledLayers();
    if (folder.initialisation == Initialisation.FROMSCRATCH && !unfilled.isEmpty()) {
      throw new UsageException(
          "network '%s' cannot start from scratch: no filler sets the weights of %s, so Caffe sets them to 0 and nothing is ever learnt; give each a weight_filler, or name the folder %s_finetuning_%s and put the weights into pretrained.folder"
              .formatted(folder.word, String.join(", ", unfilled), target.key(), folder.word));
    }
    String word = folder.word.replaceAll("[^A-Za-z0-9_.]+", "-");
    String text = text(word, network);
    Architecture architecture =
        Architecture.defined(word + "-" + Sha256.of(text).substring(0, HASH), network.titled(word));
    return new RunName(target, folder.initialisation, architecture, folder.alignment);
  }

  /** The text of a run's network; empty for a built-in one, which its name stands for. */
  public static Optional<String> of(RunName run) {
    return run.architecture().isBuiltIn()
        ? Optional.empty()
        : Optional.of(text(run.network().definition()));
  }

  private static String text(String word, NetworkDefinition network) {
    return text(network.titled(word));
  }

  private static String text(NetworkDefinition network) {
    DataLayer data = new DataLayer(ANY_BATCH, network.input().size(), false, "", "");
    return NetWriter.training(network, data, Optional.empty());
  }

  /** The text of these lines. */
  static String join(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  /**
   * The run of a name that is on disk.
   *
   * @param network the text beside it; empty for a built-in configuration
   * @throws UsageException if there is no such run, or the text is not of that name
   */
  public static RunName run(String name, Optional<String> network) {
    if (network.isEmpty()) {
      return RunName.parse(name);
    }
    FolderName parts =
        FolderName.of(name.replaceFirst("-[0-9a-f]{" + HASH + "}(?=(_[a-z]+)?$)", ""));
    Target target =
        parts.target.orElseThrow(
            () -> new UsageException("run '%s' begins with no target".formatted(name)));
    NetworkDefinition definition =
        NetReader.training(
                "the network of " + name,
                network.get().getBytes(StandardCharsets.UTF_8),
                OptionalInt.of(target.classes()))
            .network();
    RunName read = name(parts, target, definition);
    if (!read.toString().equals(name)) {
      throw new UsageException(
          "run '%s': the network beside the name is not of that name but of '%s'; restore the file, or train the run again"
              .formatted(name, read));
    }
    return read;
  }
}
