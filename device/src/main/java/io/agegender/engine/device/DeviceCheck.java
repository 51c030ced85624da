// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.device;

import io.agegender.engine.Primitives;
import io.agegender.engine.check.DeviceSelfTest;
import io.agegender.engine.check.Outcome;
import io.agegender.engine.cuda.CudaDevice;
import io.agegender.engine.cuda.CudaLibraries;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Checks a GPU against plain Java, on a machine that has nothing else of this program. */
public final class DeviceCheck {
  /** Pictures in a batch, as published. */
  private static final Map<Architecture, Integer> BATCHES =
      Map.of(
          Architecture.NET_DEFINITIONS, 50,
          Architecture.CAFFEREFERENCE, 50,
          Architecture.GOOGLENET, 32,
          Architecture.VGG16, 10);

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
    try {
      CheckArguments arguments = CheckArguments.of(words);
      if (arguments.help()) {
        lines.accept(CheckArguments.USAGE);
        return 0;
      }
      int failures =
          arguments.host()
              ? compare(HostPrimitives::new, arguments.networks(), lines)
              : device(arguments.libraries(), arguments.networks(), lines);
      lines.accept(failures == 0 ? "all well" : failures + " comparisons failed");
      return failures == 0 ? 0 : 1;
    } catch (UsageException e) {
      lines.accept("cannot look: " + e.getMessage());
      return 2;
    } catch (FailedException e) {
      lines.accept("failed: " + e.getMessage());
      return 1;
    } catch (LinkageError e) {
      lines.accept(
          "cannot look: %s: the libraries named above do not fit this program or each other"
              .formatted(e));
      return 2;
    }
  }

  private static int device(
      List<Path> folders, List<Architecture> architectures, Consumer<String> lines) {
    CudaLibraries.load(folders).forEach(file -> lines.accept("loaded " + file));
    CudaDevice exact = open(MathMode.FP32);
    lines.accept(exact.facts());
    int failures = compare(exact::primitives, architectures, lines);
    speed("fp32", exact, architectures, lines);
    speed("tf32", open(MathMode.TF32), architectures, lines);
    return failures;
  }

  /** What fails before a first operation is no difference found. */
  private static CudaDevice open(MathMode math) {
    try {
      return CudaDevice.of(0, math);
    } catch (FailedException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static int compare(
      Supplier<Primitives> tested, List<Architecture> architectures, Consumer<String> lines) {
    DeviceSelfTest test = new DeviceSelfTest(tested, lines);
    for (Architecture architecture : architectures) {
      test.operations(architecture);
      test.network(architecture, seeded -> Outcome.of(seeded, new HostPrimitives()));
    }
    return test.failures();
  }

  private static void speed(
      String arithmetic,
      CudaDevice device,
      List<Architecture> architectures,
      Consumer<String> lines) {
    lines.accept("     " + arithmetic);
    DeviceSelfTest test = new DeviceSelfTest(device::primitives, lines);
    architectures.forEach(
        architecture -> test.speed(architecture, BATCHES.getOrDefault(architecture, 1)));
  }
}
