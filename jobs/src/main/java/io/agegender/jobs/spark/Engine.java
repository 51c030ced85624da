// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.engine.provider.DeviceProviders;
import io.agegender.engine.provider.DeviceRequest;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunSettings;
import io.agegender.score.EngineForward;
import io.agegender.score.Forward;
import io.agegender.score.NetworkForward;
import io.agegender.training.FloatChunks;
import io.agegender.training.Rounds;
import java.io.File;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * What trains and scores networks: ND4J, or the device engine with its operations and arithmetic.
 * Executors learn of it by {@link #PROPERTY}.
 *
 * @param primitives who has the operations; empty for ND4J
 * @param math of convolutions and products; of no meaning for ND4J
 * @param libraries folders that are looked into first for the device's libraries
 */
public record Engine(String primitives, MathMode math, List<String> libraries)
    implements Serializable {
  /** ND4J, on what this program was built for. */
  public static final Engine ND4J = new Engine("", MathMode.FP32, List.of());

  private static final String PROPERTY = "spark.agegender.engine";
  private static final String HOST = "host";

  /** The setting {@code gpu.engine}. */
  private enum Choice {
    AUTO,
    CUDNN,
    ND4J
  }

  /** The setting {@code gpu.primitives}. */
  private enum Kind {
    CUDA,
    HOST
  }

  public Engine {
    libraries = List.copyOf(libraries);
  }

  /**
   * Reads the section {@code gpu}, which counts if networks are computed on a GPU.
   *
   * @throws UsageException if engine and build do not fit
   */
  public static Engine read(SettingsReader settings, Device device) {
    SettingsReader gpu = settings.section("gpu");
    Choice choice = gpu.choice(Choice.class, "engine");
    Kind kind = gpu.choice(Kind.class, "primitives");
    MathMode math = gpu.choice(MathMode.class, "math");
    List<String> libraries = gpu.list("libraries", folder -> folder);
    boolean old = Device.built() == Device.GPU;
    if (device.inThisBuild() == Device.CPU
        || choice == Choice.ND4J
        || (choice == Choice.AUTO && old)) {
      return ND4J;
    }
    gpu.require(
        !old, "engine", "nd4j or auto in a build with -Pcuda: its CUDA 11.6 is not the engine's");
    gpu.require(
        kind == Kind.CUDA || math == MathMode.FP32,
        "math",
        "fp32 with gpu.primitives = host: plain Java has no TF32");
    return new Engine(kind.name().toLowerCase(Locale.ROOT), math, libraries);
  }

  /** The one that a driver has told its executors; ND4J if it has not. */
  public static Engine of(SparkConf conf) {
    String text = conf.get(PROPERTY, "");
    if (text.isEmpty()) {
      return ND4J;
    }
    String[] parts = text.split(" ", 3);
    return new Engine(
        parts[0],
        MathMode.valueOf(parts[1]),
        Arrays.stream(parts[2].split(File.pathSeparator)).filter(p -> !p.isEmpty()).toList());
  }

  /** The one that this JVM was told; ND4J outside of Spark. */
  public static Engine ofThisJvm() {
    return SparkEnv.get() == null ? ND4J : of(SparkEnv.get().conf());
  }

  /** Tells all executors. */
  public void tell(SparkConf conf) {
    if (!isNd4j()) {
      conf.set(
          PROPERTY, primitives + " " + math + " " + String.join(File.pathSeparator, libraries));
    }
  }

  public boolean isNd4j() {
    return primitives.isEmpty();
  }

  /** Whether plain Java computes: the reference, which needs no GPU. */
  public boolean isHost() {
    return primitives.equals(HOST);
  }

  /** Whether a GPU is needed that Spark assigns. */
  public boolean needsGpu() {
    return !isNd4j() && !isHost();
  }

  /** How a run is cut into rounds on it; the bits do not depend on it. */
  public Rounds rounds(RunSettings run) {
    return isNd4j() ? run.rounds() : run.longRounds();
  }

  /** What of it the bits depend on, for a run's key: {@code engine cuda fp32}; empty for ND4J. */
  public Optional<String> key() {
    return isNd4j()
        ? Optional.empty()
        : Optional.of("engine %s %s".formatted(primitives, math.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * Opens the device for the calling thread: the GPU that Spark assigned to this JVM; without Spark
   * the first.
   *
   * @throws UsageException if it is not there or cannot be used; the message says what to do
   */
  public EngineDevice open() {
    int number = needsGpu() ? GpuBinding.addressInThisJvm() : 0;
    return DeviceProviders.named(primitives).open(new DeviceRequest(number, math, libraries));
  }

  /** As {@link #open()}, in a task that computes on no slot. */
  public EngineDevice openInTask() {
    GpuBinding.ofThisTask();
    return open();
  }

  /**
   * Opens the device, and makes sure that it computes the bits that a run was begun with.
   *
   * @param wanted the {@link Machine#ENGINE_DEVICE} of the run; empty: any
   * @throws FailedException if it does not
   */
  public EngineDevice open(String wanted) {
    EngineDevice device = open();
    if (wanted.isEmpty() || wanted.equals(device.identity())) {
      return device;
    }
    String found = device.identity();
    device.close();
    throw new FailedException(
        ("this run was begun on %s; this executor computes on %s and would differ numerically. Start it on GPUs"
                + " and with libraries like those, or remove its folder to begin it again")
            .formatted(wanted, found));
  }

  /**
   * A trained network that predicts, on the calling thread: the one place that chooses it.
   *
   * @param parameters of the run's network
   */
  public Forward forward(RunSettings run, FloatChunks parameters) {
    return isNd4j()
        ? new NetworkForward(run, parameters)
        : new EngineForward(open(), run.name().network(), parameters);
  }

  /**
   * What the bits depend on besides the key: model of the GPU, versions of its libraries. Opens the
   * device for a moment.
   */
  public String identity() {
    try (EngineDevice device = open()) {
      return device.identity();
    }
  }
}
