// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;
import java.lang.reflect.InvocationTargetException;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which CUDA device ND4J computes on. The classes of its CUDA backend are looked up by name: a
 * build for CPUs does not have them.
 */
interface Nd4jDevice {
  /** Lets all threads of this JVM compute on one device; called before ND4J computes anything. */
  void use(int device);

  /** The device that ND4J gives to the thread that calls this. */
  int current();

  /** ND4J itself. */
  final class Cuda implements Nd4jDevice {
    @Override
    public void use(int device) {
      try {
        Object environment =
            Class.forName("org.nd4j.jita.conf.CudaEnvironment")
                .getMethod("getInstance")
                .invoke(null);
        Object configuration =
            environment.getClass().getMethod("getConfiguration").invoke(environment);
        Object unused =
            configuration
                .getClass()
                .getMethod("useDevice", Integer.class)
                .invoke(configuration, device);
      } catch (InvocationTargetException e) {
        throw new FailedException(
            "ND4J does not take CUDA device %d: %s".formatted(device, e.getCause()), e);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("ND4J for CUDA has no CudaEnvironment", e);
      }
    }

    @Override
    public int current() {
      return Nd4j.getAffinityManager().getDeviceForCurrentThread();
    }
  }
}
