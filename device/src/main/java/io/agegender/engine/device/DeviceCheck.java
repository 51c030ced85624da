// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.device;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.training.device.check.CheckArguments;
import io.agegender.training.device.check.CheckArguments.Words;
import io.agegender.training.device.check.CheckRun;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks a GPU against plain Java, on a machine that has nothing else of this program. */
public final class DeviceCheck {
  static final String USAGE =
      """
      Usage: check-device [OPTION...] [NETWORK...]
      Compares the engine's operations and training steps on a GPU with plain Java; then measures images/s.
        --primitives KIND   cuda; host checks plain Java on this machine's CPU, without a GPU
        --gpu NUMBER        which GPU, from 0
        --libraries FOLDERS where CUDA and cuDNN are, joined by colons, if not in a usual folder
        --target TARGET     age, gender or both (without it: both)
        --hashes            only the hashes of training steps, to compare processes and machines
        --definition FILE   a network of a train_val.prototxt; may be repeated
        NETWORK             net_definitions, caffereference, googlenet, vgg16; all without one
      Exit codes: 0 all within the limits, 1 something is beyond, 2 it cannot look.\
      """;

  private DeviceCheck() {}

  /**
   * Starts the check; {@code --help} explains its arguments. Exits with 0 if all is well, 1 if
   * something differs, 2 if it cannot look.
   */
  public static void main(String[] arguments) {
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(code(List.of(arguments), out::println));
  }

  /**
   * @param lines takes what is found
   * @return the exit code
   */
  static int code(List<String> words, Consumer<String> lines) {
    if (words.contains("--help")) {
      lines.accept(USAGE);
      return 0;
    }
    try {
      CheckArguments arguments = CheckArguments.of(read(words));
      int failures = new CheckRun(arguments, Optional.empty(), lines).failures();
      lines.accept(failures == 0 ? "all well" : failures + " comparisons failed");
      return failures == 0 ? 0 : 1;
    } catch (UsageException e) {
      lines.accept("cannot look: " + e.getMessage());
      return 2;
    } catch (FailedException e) {
      lines.accept("failed: " + e.getMessage());
      return 1;
    } catch (OutOfMemoryError e) {
      lines.accept(
          "cannot look: Java's memory of %d MiB is full (%s): name fewer networks; vgg16 alone takes 6 GiB"
              .formatted(Runtime.getRuntime().maxMemory() >> 20, e.getMessage()));
      return 2;
    }
  }

  /** The command {@code agegender check-device} takes the same options. */
  static Words read(List<String> words) {
    Words none = Words.NONE;
    String primitives = none.primitives();
    String gpu = none.gpu();
    String libraries = none.libraries();
    String target = none.target();
    boolean hashes = false;
    List<Path> definitions = new ArrayList<>();
    List<String> networks = new ArrayList<>();
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--primitives" -> primitives = value(word, rest);
        case "--gpu" -> gpu = value(word, rest);
        case "--libraries" -> libraries = value(word, rest);
        case "--target" -> target = value(word, rest);
        case "--hashes" -> hashes = true;
        case "--definition" -> definitions.add(Path.of(value(word, rest)));
        default -> networks.add(network(word));
      }
    }
    return new Words(primitives, gpu, libraries, target, hashes, definitions, networks);
  }

  private static String network(String word) {
    if (word.startsWith("-")) {
      throw new UsageException("unknown option '%s': see --help".formatted(word));
    }
    return word;
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new UsageException("%s needs a value after it: see --help".formatted(option));
    }
    return rest.next();
  }
}
