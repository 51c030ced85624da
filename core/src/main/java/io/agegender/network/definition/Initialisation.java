// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import java.util.Locale;

/** Where a network's first weights come from. */
public enum Initialisation {
  /** The fillers of the network definition (published table: {@code .}). */
  FROMSCRATCH,
  /** Weights trained on ImageNet (published table: {@code n}). */
  FINETUNING,
  /** Weights trained on ImageNet, then on IMDB-WIKI (published table: {@code w}). */
  IMDBWIKI,
  /** Weights of another run of this program; nothing is published of such. */
  START_FROM;

  /** The part of a configuration name, such as {@code finetuning}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
