// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.List;
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
  public static void requireHere(Device device) {
    Device wanted = device.inThisBuild();
    if (wanted != Device.built()) {
      throw new UsageException(
          wanted == Device.GPU
              ? "device = gpu, but the ND4J of this build computes on CPUs: build with mvn -Pcuda package, or leave device at auto"
              : "device = cpu, but the ND4J of this build computes on GPUs: build without -Pcuda");
    }
  }

  /**
   * For a GPU, each slot's executor binds the one that Spark assigned to it.
   *
   * @throws UsageException if the device is not there, or not usable, with the reason
   */
  public static void require(JavaSparkContext spark, Device device) {
    if (device.inThisBuild() == Device.CPU) {
      if (Device.built() == Device.GPU) {
        throw new UsageException(
            "device = cpu, but the ND4J of this build computes on GPUs: build without -Pcuda");
      }
      return;
    }
    int slots = Slots.of(spark);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      numbers.add(i);
    }
    spark
        .parallelize(numbers, slots)
        .map(number -> GpuBinding.bindThisTask())
        .collect()
        .forEach(gpu -> LOG.info("a slot has GPU {}", gpu));
  }
}
