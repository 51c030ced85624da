// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.UsageException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import scala.collection.JavaConverters;

/**
 * The GPU that Spark gave to this process.
 *
 * @param address the number that CUDA knows it by
 * @param capability what it can run
 */
record AssignedGpu(int address, ComputeCapability capability) {
  static final String NAME = "gpu";
  private static final String EXECUTOR = "spark.executor.resource.gpu.discoveryScript";
  private static final String DRIVER = "spark.driver.resource.gpu.discoveryScript";

  /**
   * Looks it up; called in a task. In local mode tasks have no resources of their own: the driver's
   * count.
   *
   * @throws UsageException if there is none, there are several, or nobody knows what it can run
   */
  static AssignedGpu ofThisTask() {
    Map<String, ResourceInformation> resources = TaskContext.get().resourcesJMap();
    SparkConf conf = SparkEnv.get().conf();
    Optional<SparkContext> local = localDriver(conf);
    if (local.isPresent()) {
      resources = JavaConverters.mapAsJavaMap(local.get().resources());
    }
    String where = local.isPresent() ? "driver" : "executor";
    ResourceInformation gpus = resources.get(NAME);
    if (gpus == null || gpus.addresses().length == 0) {
      throw new UsageException(
          ("device = gpu, but Spark assigned none: set spark.%s.resource.gpu.amount=1,%s"
                  + " spark.%s.resource.gpu.discoveryScript=submit/discover-gpus")
              .formatted(
                  where, local.isPresent() ? "" : " spark.task.resource.gpu.amount=1,", where));
    }
    if (gpus.addresses().length > 1) {
      throw new UsageException(
          "Spark assigned %d GPUs (%s) to one process; one computes on one: set spark.%s.resource.gpu.amount=1"
              .formatted(gpus.addresses().length, String.join(", ", gpus.addresses()), where));
    }
    return of(gpus.addresses()[0], conf.get(local.isPresent() ? DRIVER : EXECUTOR, ""));
  }

  private static AssignedGpu of(String address, String script) {
    if (script.isEmpty()) {
      throw new UsageException(
          "GPUs were found without a discovery script, so nobody knows their compute capability: name"
              + " submit/discover-gpus as the discoveryScript");
    }
    ComputeCapability capability = DiscoveryScript.run(script).get(address);
    if (capability == null) {
      throw new UsageException(
          "Spark assigned GPU %s, which %s does not know".formatted(address, script));
    }
    try {
      return new AssignedGpu(Integer.parseInt(address), capability);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "GPU address '%s' is not the number of a CUDA device".formatted(address), e);
    }
  }

  /** The driver, where it computes itself: in local mode. */
  static Optional<SparkContext> localDriver(SparkConf conf) {
    String master = conf.get("spark.master", "");
    boolean local = master.startsWith("local") && !master.startsWith("local-cluster");
    return local ? Optional.of(SparkContext.getOrCreate()) : Optional.empty();
  }

  /**
   * @throws UsageException if ND4J has no code for it
   */
  void requireServed() {
    if (!capability.isServed()) {
      throw new UsageException(
          ("GPU %d has compute capability %s; ND4J for CUDA 11.6 has code for %s only and could not start a"
                  + " kernel on it. Use another GPU, or device = cpu with the build for CPUs")
              .formatted(address, capability, ComputeCapability.SERVED));
    }
  }
}
