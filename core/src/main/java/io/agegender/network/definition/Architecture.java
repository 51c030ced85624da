// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import io.agegender.adience.Alignment;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.ResolvedNetwork.Head;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A network for any number of classes, and which configurations of the comparison train it. Sizes,
 * heads, memory and cost follow from its definition. To add a built-in one: its definition, a
 * constant here, and its solver in {@code reference.conf}.
 */
public final class Architecture implements Comparable<Architecture>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Levi and Hassner 2015: three convolutions; never pretrained. */
  public static final Architecture NET_DEFINITIONS =
      new Architecture(
          "net_definitions",
          "AdienceNet",
          AdienceNet::define,
          EnumSet.of(Initialisation.FROMSCRATCH),
          EnumSet.allOf(Alignment.class));

  /** The BVLC reference CaffeNet (AlexNet with pooling before normalisation). */
  public static final Architecture CAFFEREFERENCE =
      new Architecture(
          "caffereference",
          "CaffeNet",
          CaffeNet::define,
          EnumSet.of(Initialisation.FROMSCRATCH, Initialisation.FINETUNING),
          EnumSet.allOf(Alignment.class));

  /** Szegedy et al. 2014, with two auxiliary heads while training. */
  public static final Architecture GOOGLENET =
      new Architecture(
          "googlenet",
          "GoogLeNet",
          GoogLeNet::define,
          EnumSet.of(Initialisation.FROMSCRATCH, Initialisation.FINETUNING),
          EnumSet.allOf(Alignment.class));

  /** Simonyan and Zisserman 2014, 16 layers with weights; never trained on unaligned faces. */
  public static final Architecture VGG16 =
      new Architecture(
          "vgg16",
          "VGG16",
          Vgg16::define,
          EnumSet.of(Initialisation.FINETUNING, Initialisation.IMDBWIKI),
          EnumSet.of(Alignment.ALIGNED, Alignment.MIXED));

  private static final List<Architecture> BUILT_IN =
      List.of(NET_DEFINITIONS, CAFFEREFERENCE, GOOGLENET, VGG16);

  /** What does not depend on the number of classes is asked for this one. */
  private static final int ANY_CLASSES = 2;

  private final String key;
  private final transient String title;
  private final transient IntFunction<NetworkDefinition> definition;
  private final transient Set<Initialisation> initialisations;
  private final transient Set<Alignment> alignments;

  /**
   * Describes an architecture.
   *
   * @param key the part of a configuration name, such as {@code net_definitions}
   * @param title the name in tables, such as {@code AdienceNet}
   * @param definition the network for a number of classes
   * @param initialisations that configurations have, at least one
   * @param alignments that configurations have, at least one
   * @throws IllegalArgumentException if it may start from scratch although layers have no filler
   */
  public Architecture(
      String key,
      String title,
      IntFunction<NetworkDefinition> definition,
      Set<Initialisation> initialisations,
      Set<Alignment> alignments) {
    this.key = key;
    this.title = title;
    this.definition = definition;
    this.initialisations = Set.copyOf(initialisations);
    this.alignments = Set.copyOf(alignments);
    if (initialisations.contains(Initialisation.FROMSCRATCH) && !startsFromScratch()) {
      throw new IllegalArgumentException(
          "%s cannot start from scratch: no filler sets the weights of %s"
              .formatted(title, resolve(ANY_CLASSES).unfilledLayers()));
    }
  }

  /**
   * A network that a user has defined, for one number of classes.
   *
   * @param key names it and stands for its definition: other definitions have other keys
   * @param definition the network, whatever the number of classes asked for
   */
  public static Architecture defined(String key, NetworkDefinition definition) {
    ResolvedNetwork network = ResolvedNetwork.of(definition);
    return new Architecture(
        key,
        key,
        classes -> definition,
        network.unfilledLayers().isEmpty()
            ? EnumSet.allOf(Initialisation.class)
            : EnumSet.complementOf(EnumSet.of(Initialisation.FROMSCRATCH)),
        EnumSet.allOf(Alignment.class));
  }

  /** The built-in architectures in the order of the published table. */
  public static List<Architecture> values() {
    return BUILT_IN;
  }

  /**
   * @param key such as {@code googlenet}, in any case
   * @throws UsageException if there is no such architecture
   */
  public static Architecture of(String key) {
    return BUILT_IN.stream()
        .filter(architecture -> architecture.key.equalsIgnoreCase(key))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown architecture '%s': use one of %s"
                        .formatted(
                            key,
                            String.join(", ", BUILT_IN.stream().map(Architecture::key).toList()))));
  }

  /** The part of a configuration name, such as {@code net_definitions}. */
  public String key() {
    return key;
  }

  /** The name in the published table, such as {@code AdienceNet}. */
  public String title() {
    return title;
  }

  /**
   * The network as data.
   *
   * @param classes 8 for age, 2 for gender
   */
  public NetworkDefinition definition(int classes) {
    return definition.apply(classes);
  }

  /** The network with everything that follows from its definition. */
  public ResolvedNetwork resolve(int classes) {
    return ResolvedNetwork.of(definition(classes));
  }

  /** Height and width of the input in pixels, such as 227. */
  public int inputSize() {
    return definition(ANY_CLASSES).input().size();
  }

  /**
   * The outputs, the main one first; training takes as many label arrays. Scoring takes the main
   * output of the network that was trained: without labels dropout does nothing, and GoogLeNet's
   * auxiliary heads are a third of a per cent of its arithmetic, not worth a second network.
   */
  public List<Head> heads() {
    return resolve(ANY_CLASSES).heads();
  }

  /**
   * Multiplications of one picture's forward pass, all heads included; for a comparison of
   * networks, in which the few of the classifier do not count.
   */
  public long multiplications() {
    return resolve(ANY_CLASSES).multiplications();
  }

  /** Whether fillers give every layer weights that can learn. */
  public boolean startsFromScratch() {
    return resolve(ANY_CLASSES).unfilledLayers().isEmpty();
  }

  /** Whether it is one of the four of the comparison. */
  public boolean isBuiltIn() {
    return BUILT_IN.contains(this);
  }

  /** Whether there is only one way to start: its configurations do not name it. */
  public boolean hasOneInitialisation() {
    return initialisations.size() == 1;
  }

  /** Whether the comparison has configurations of this kind. */
  public boolean permits(Initialisation initialisation, Alignment alignment) {
    return initialisations.contains(initialisation) && alignments.contains(alignment);
  }

  /** The built-in ones in their order, then others by key. */
  @Override
  public int compareTo(Architecture other) {
    return Comparator.<Architecture>comparingInt(a -> BUILT_IN.indexOf(a) & Integer.MAX_VALUE)
        .thenComparing(Architecture::key)
        .compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Architecture that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key;
  }

  private Object writeReplace() {
    return new Written(key, isBuiltIn() ? List.of() : List.of(definition(ANY_CLASSES)));
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("an architecture is read from what stands for it");
  }

  /**
   * What is serialised: the code of an architecture is not.
   *
   * @param defined the definition of a user's network; empty for a built-in one, which its key
   *     stands for
   */
  private record Written(String key, List<NetworkDefinition> defined) implements Serializable {
    private Object readResolve() {
      return defined.isEmpty() ? of(key) : Architecture.defined(key, defined.get(0));
    }
  }
}
