// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.device;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the check's command line says.
 *
 * @param help whether to explain the command, and nothing else
 * @param host whether plain Java is checked in place of a GPU
 * @param libraries where to look for CUDA's libraries first
 * @param networks which networks, at least one
 */
record CheckArguments(
    boolean help, boolean host, List<Path> libraries, List<Architecture> networks) {
  static final String USAGE =
      """
      Usage: check-device [--primitives cuda|host] [--libraries FOLDERS] [NETWORK...]
      Compares the engine's operations and training steps on GPU 0 with plain Java; then measures images/s.
        --primitives host   checks plain Java on this machine's CPU, without a GPU
        --libraries FOLDERS where CUDA 13 and cuDNN 9 are, joined by colons, if not in a usual folder
        NETWORK             net_definitions, caffereference, googlenet, vgg16; all without one
      Exit codes: 0 all within the limits, 1 something is beyond, 2 it cannot look.""";

  /**
   * @throws UsageException if an argument is wrong
   */
  static CheckArguments of(List<String> arguments) {
    boolean help = false;
    boolean host = false;
    List<Path> libraries = List.of();
    List<Architecture> networks = new ArrayList<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--help" -> help = true;
        case "--primitives" -> host = isHost(value(argument, rest));
        case "--libraries" -> libraries = folders(value(argument, rest));
        default -> networks.add(network(argument));
      }
    }
    return new CheckArguments(
        help, host, libraries, networks.isEmpty() ? Architecture.values() : List.copyOf(networks));
  }

  private static boolean isHost(String value) {
    return switch (value) {
      case "host" -> true;
      case "cuda" -> false;
      default ->
          throw new UsageException("--primitives is '%s': say cuda or host".formatted(value));
    };
  }

  private static List<Path> folders(String value) {
    return Stream.of(value.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static Architecture network(String argument) {
    if (argument.startsWith("-")) {
      throw new UsageException("unknown option '%s': see --help".formatted(argument));
    }
    return Architecture.of(argument);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new UsageException("%s needs a value after it: see --help".formatted(option));
    }
    return rest.next();
  }
}
