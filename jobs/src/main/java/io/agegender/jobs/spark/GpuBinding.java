// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the GPU that Spark assigned to this process the one that ND4J computes on, once, before it
 * computes anything; and says so in the log. On a CPU it does nothing.
 */
public final class GpuBinding {
  /** Carries the device from the driver's settings to every executor. */
  public static final String PROPERTY = "spark.agegender.device";

  private static final Logger LOG = LoggerFactory.getLogger(GpuBinding.class);
  private static final GpuBinding THIS_JVM =
      new GpuBinding(Device.built(), AssignedGpu::ofThisTask, new Nd4jDevice.Cuda());

  private final Device built;
  private final Supplier<AssignedGpu> assigned;
  private final Nd4jDevice nd4j;
  private Optional<AssignedGpu> bound = Optional.empty();

  /** The Spark application that assigned the GPU; a JVM may see several, one after the other. */
  private String assignedBy = "";

  GpuBinding(Device built, Supplier<AssignedGpu> assigned, Nd4jDevice nd4j) {
    this.built = built;
    this.assigned = assigned;
    this.nd4j = nd4j;
  }

  /**
   * Binds this JVM, if the user wants a GPU; called by a task before it computes.
   *
   * @throws UsageException if there is no GPU, or ND4J cannot use it
   */
  public static void ofThisTask() {
    if (TaskContext.get() != null
        && SparkEnv.get().conf().get(PROPERTY, Device.CPU.name()).equals(Device.GPU.name())) {
      String unused = bindThisTask();
    }
  }

  /** The number of the GPU that this JVM is bound to; 0 where no task has bound it. */
  static int addressInThisJvm() {
    return THIS_JVM.address();
  }

  private synchronized int address() {
    return bound.map(AssignedGpu::address).orElse(0);
  }

  /** Remembers the GPU for the device engine, which opens it on each thread that computes. */
  synchronized String assign(String application) {
    if (bound.isEmpty() || !assignedBy.equals(application)) {
      bound = Optional.of(assigned.get());
      assignedBy = application;
      LOG.info("the engine computes on GPU {}, which Spark assigned", describe());
    }
    return describe();
  }

  /** Binds once and describes the device. */
  synchronized String bind() {
    if (bound.isEmpty()) {
      AssignedGpu gpu = assigned.get();
      gpu.requireServed();
      if (built != Device.GPU) {
        throw new UsageException(
            "gpu.engine = nd4j, but the ND4J of this build computes on CPUs: build with mvn -Pcuda package, or set gpu.engine = cudnn");
      }
      nd4j.use(gpu.address());
      if (nd4j.current() != gpu.address()) {
        throw new FailedException(
            "Spark assigned GPU %d, but ND4J computes on %d: it was used before. Start a new executor"
                .formatted(gpu.address(), nd4j.current()));
      }
      bound = Optional.of(gpu);
      LOG.info("ND4J computes on GPU {}, which Spark assigned", describe());
    }
    return describe();
  }

  private String describe() {
    return String.format(
        Locale.ROOT,
        "%d (compute capability %s)",
        bound.orElseThrow().address(),
        bound.orElseThrow().capability());
  }

  /** Binds the process that the calling task is in. */
  static String bindThisTask() {
    SparkConf conf = SparkEnv.get().conf();
    return Engine.of(conf).isNd4j()
        ? THIS_JVM.bind()
        : THIS_JVM.assign(conf.get("spark.app.id", ""));
  }
}
