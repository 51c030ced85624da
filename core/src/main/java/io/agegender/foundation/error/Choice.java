// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.error;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Enum constants as settings and tables spell them: lower case, words joined by hyphens. */
public final class Choice {
  private Choice() {}

  /** The key of a constant: {@code TRAIN_SUBSET} is {@code train-subset}. */
  public static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant with a key.
   *
   * @param type the enum
   * @param what what is chosen, for the message, such as {@code prepare.labels}
   * @param key the text to look up
   * @throws UsageException if there is none; the message lists them all
   */
  public static <E extends Enum<E>> E of(Class<E> type, String what, String key) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> keys = constants.stream().map(Choice::key).toList();
    int index = keys.indexOf(key);
    if (index < 0) {
      throw new UsageException(
          "%s: unknown value '%s'%s; use one of %s"
              .formatted(what, key, Suggestion.didYouMean(key, keys), String.join(", ", keys)));
    }
    return constants.get(index);
  }
}
