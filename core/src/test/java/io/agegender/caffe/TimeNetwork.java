// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.timing.NetworkTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A program that times one network, so that its peak memory is its own. Arguments as {@code
 * key=value}: net (an architecture's key), classes, batch, warmup, iterations, out. It writes lines
 * {@code key=value}: forward, backward, update, step, scoring in seconds, and peak-memory in bytes.
 */
final class TimeNetwork {
  private TimeNetwork() {}

  /**
   * Runs the program.
   *
   * @throws UsageException if an argument is missing or not a number
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> values =
        Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    NetworkTiming timing =
        NetworkTiming.measure(
            Architecture.of(text(values, "net")),
            number(values, "classes"),
            number(values, "batch"),
            number(values, "warmup"),
            number(values, "iterations"));
    Files.write(
        Path.of(text(values, "out")),
        timing.byName().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .sorted()
            .toList());
  }

  private static String text(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new UsageException("argument %s=... is missing".formatted(key));
    }
    return value;
  }

  private static int number(Map<String, String> values, String key) {
    String value = text(values, key);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException("argument %s=%s: not a whole number".formatted(key, value), e);
    }
  }
}
