package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;
import io.agegender.network.kernel.Backend;
import io.agegender.network.kernel.InstructionSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The machine and the JVM that compute: what may explain other bits or another speed. */
public final class Machine {
  /** The fact that is the {@link InstructionSet}. */
  public static final String INSTRUCTION_SET = "cpu.instruction-set";

  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Facts of the JVM that calls this, by name. */
  public static TreeMap<String, String> facts() {
    // Before ND4J is loaded: it would take another GPU than the one that Spark assigned.
    GpuBinding.ofThisTask();
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
    facts.put("threads", String.valueOf(Threads.ofThisJvm()));
    Properties nd4j = Nd4j.getExecutioner().getEnvironmentInformation();
    facts.put("nd4j.backend", Nd4j.getBackend().getClass().getSimpleName());
    facts.put("nd4j.blas", String.valueOf(nd4j.get("blas.vendor")));
    facts.put("gpu", Backend.isCpu() ? "none" : gpu());
    return facts;
  }

  /**
   * @param wanted the instruction set that a run was begun with; empty: any
   * @throws FailedException if this JVM computes with another one
   */
  public static void check(String wanted) {
    String actual = InstructionSet.ofThisJvm();
    if (wanted.isEmpty() || wanted.equals(actual)) {
      return;
    }
    boolean narrower = wanted.equals("avx2") && actual.startsWith("avx512");
    throw new FailedException(
        "this run was begun with %s arithmetic; this executor computes with %s and would give other bits. %s"
            .formatted(
                wanted,
                actual,
                narrower
                    ? "Set %s=AVX2 where submit/agegender is started"
                        .formatted(InstructionSet.VARIABLE)
                    : ("Start it on processors like those it was begun on, or remove its folder; with %s=AVX2"
                            + " it can be begun and gone on with on all")
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
    return "%s, compute capability %d.%d"
        .formatted(
            ops.getDeviceName(device), ops.getDeviceMajor(device), ops.getDeviceMinor(device));
  }
}
