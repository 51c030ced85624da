// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;
import io.agegender.network.kernel.Backend;
import io.agegender.network.kernel.InstructionSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The machine and the JVM that compute: what may explain numerical differences or another speed.
 */
public final class Machine {
  /**
   * The environment variable that ND4J, oneDNN and OpenBLAS read when they are loaded. The bits of
   * a result depend on the number of threads, and only the variable reaches all of them, so a run
   * states it and each executor checks it.
   */
  public static final String THREADS_VARIABLE = "OMP_NUM_THREADS";

  /** The fact that says what the device engine computes on; absent where ND4J computes. */
  public static final String ENGINE_DEVICE = "engine.device";

  /** The fact that is the {@link InstructionSet}. */
  public static final String INSTRUCTION_SET = "cpu.instruction-set";

  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /**
   * The facts of this JVM by name, for a run's provenance. ND4J is loaded, and the GPU bound
   * before.
   */
  public static SortedMap<String, String> facts() {
    // Before ND4J is loaded: it would take another GPU than the one that Spark assigned.
    GpuBinding.ofThisTask();
    Properties nd4j = Nd4j.getExecutioner().getEnvironmentInformation();
    TreeMap<String, String> facts = new TreeMap<>();
    facts.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("cpu.model", cpu());
    facts.put(INSTRUCTION_SET, InstructionSet.ofThisJvm());
    facts.put(
        "cpu.instruction-set.bound",
        Optional.ofNullable(System.getenv(InstructionSet.VARIABLE)).orElse("none"));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("threads", String.valueOf(threadsOfThisJvm()));
    facts.put("nd4j.backend", Nd4j.getBackend().getClass().getSimpleName());
    facts.put("nd4j.blas", String.valueOf(nd4j.get("blas.vendor")));
    facts.put("gpu", Backend.isCpu() ? "none" : gpu());
    Engine engine = Engine.ofThisJvm();
    engine
        .key()
        .ifPresent(
            key -> {
              facts.put("engine", key);
              facts.put(ENGINE_DEVICE, engine.identity());
            });
    return facts;
  }

  /**
   * The number of threads that this JVM was started with; without the variable, the number of its
   * processors. ND4J is not loaded.
   */
  public static int threadsOfThisJvm() {
    String value = System.getenv(THREADS_VARIABLE);
    return value == null
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(value.strip());
  }

  /**
   * Makes sure that this JVM computes the bits that a run was begun with.
   *
   * @param threads of the run
   * @param instructionSet of the run; empty: any
   * @throws FailedException if this JVM computes with others
   */
  public static void check(int threads, String instructionSet) {
    int actual = threadsOfThisJvm();
    if (actual != threads) {
      throw new FailedException(
          ("this run computes with %d threads a worker, but this executor was started with %s=%d and would"
                  + " differ numerically. Start it through submit/agegender, or set spark.executorEnv.%s=%d")
              .formatted(threads, THREADS_VARIABLE, actual, THREADS_VARIABLE, threads));
    }
    checkInstructionSet(instructionSet);
  }

  private static void checkInstructionSet(String wanted) {
    String actual = InstructionSet.ofThisJvm();
    if (wanted.isEmpty() || wanted.equals(actual)) {
      return;
    }
    boolean narrower = wanted.equals("avx2") && actual.startsWith("avx512");
    throw new FailedException(
        "this run was begun with %s arithmetic; this executor computes with %s and would differ numerically. %s"
            .formatted(
                wanted,
                actual,
                narrower
                    ? "Set %s=AVX2 where submit/agegender is started"
                        .formatted(InstructionSet.VARIABLE)
                    : ("Start it on processors like those it was begun on, or remove its folder; with %s=AVX2"
                            + " it can be begun and resumed on all")
                        .formatted(InstructionSet.VARIABLE)));
  }

  /** The processor's name, as Linux knows it. */
  private static String cpu() {
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private static String gpu() {
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int device = ops.getDevice();
    return String.format(
        Locale.ROOT,
        "%s, compute capability %d.%d",
        ops.getDeviceName(device),
        ops.getDeviceMajor(device),
        ops.getDeviceMinor(device));
  }
}
