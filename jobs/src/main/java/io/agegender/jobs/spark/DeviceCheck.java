// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, before anything is computed, whether the device that the user wants is there. */
public final class DeviceCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceCheck.class);

  private DeviceCheck() {}

  /**
   * For a command that computes in this process, without Spark and its GPUs.
   *
   * @throws UsageException if this build computes on something else than the user wants
   */
  public static void requireHere(Device device, Engine engine) {
    if (!engine.isNd4j()) {
      LOG.info("the engine computes on {}", identity(engine));
      return;
    }
    Device wanted = device.inThisBuild();
    if (wanted != Device.built()) {
      throw new UsageException(
          wanted == Device.GPU
              ? "gpu.engine = nd4j, but the ND4J of this build computes on CPUs: build with mvn -Pcuda package, or set gpu.engine = cudnn"
              : "device = cpu, but the ND4J of this build computes on GPUs: build without -Pcuda");
    }
  }

  /**
   * Each slot's executor binds the one that Spark assigned to it.
   *
   * @throws UsageException if the device is not there, or not usable, with the reason
   */
  public static void require(JavaSparkContext spark, Device device, Engine engine) {
    if (engine.isHost()) {
      LOG.warn(
          "gpu.primitives = host: the engine computes in plain Java, which needs no GPU and is hundreds of times slower");
      return;
    }
    if (device.inThisBuild() == Device.CPU) {
      if (Device.built() == Device.GPU) {
        throw new UsageException(
            "device = cpu, but the ND4J of this build computes on GPUs: build without -Pcuda");
      }
      return;
    }
    int slots = Slots.of(spark);
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, slots).boxed().toList());
    spark
        .parallelize(numbers, slots)
        .map(number -> boundTo(engine))
        .collect()
        .forEach(gpu -> LOG.info("a slot has GPU {}", gpu));
  }

  private static String boundTo(Engine engine) {
    String gpu = GpuBinding.bindThisTask();
    return engine.isNd4j() ? gpu : gpu + ": " + identity(engine);
  }

  /** Nothing has been computed yet: what fails here is the machine's set-up. */
  private static String identity(Engine engine) {
    try {
      return engine.identity();
    } catch (FailedException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
