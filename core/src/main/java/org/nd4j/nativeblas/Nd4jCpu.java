// SPDX-License-Identifier: Apache-2.0
package org.nd4j.nativeblas;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * A class that DL4J 1.0.0-M2.1 looks for under its old name.
 *
 * <p>Before a DL4J layer uses oneDNN it asks {@code org.nd4j.nativeblas.Nd4jCpu$Environment},
 * through reflection, whether the native library holds it. In M2.1 that class moved to {@code
 * org.nd4j.linalg.cpu.nativecpu.bindings} and its method was renamed, so the question fails: DL4J
 * logs an error and never uses oneDNN, whatever classifier is on the class path. This class answers
 * by asking the new one. Only DL4J's own layers ask (average pooling, among ours); it has an effect
 * only with {@code -Dorg.eclipse.deeplearning4j.helpers.disable=false}.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** What DL4J asks. */
  public static final class Environment {
    private static final String MOVED_TO =
        "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu$Environment";
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** The one instance. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /**
     * Whether the native library was built with oneDNN and may use it.
     *
     * @throws IllegalStateException if the CPU backend is not the one of 1.0.0-M2.1
     */
    public boolean isUseMKLDNN() {
      try {
        Class<?> moved = Class.forName(MOVED_TO);
        Object environment = moved.getMethod("getInstance").invoke(null);
        Method isUsed = moved.getMethod("isUseONEDNN");
        return (boolean) isUsed.invoke(environment);
      } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
        throw new IllegalStateException("ND4J's CPU backend has no " + MOVED_TO, e);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(MOVED_TO + " failed", e);
      }
    }
  }
}
