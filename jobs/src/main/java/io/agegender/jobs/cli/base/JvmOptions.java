// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/**
 * The system properties that ND4J and DL4J need, in the driver and in executors, where nobody chose
 * others. {@code submit/agegender.properties} has them, too, for whoever looks there; a start
 * without that file, or with options of its own in their place, computes the same bits.
 */
public final class JvmOptions {
  private static final String EXECUTORS = "spark.executor.extraJavaOptions";
  private static final String MOST_MEMORY = "org.bytedeco.javacpp.maxphysicalbytes";

  private JvmOptions() {}

  /** Name and value of each. */
  static Map<String, String> needed() {
    Map<String, String> needed = new LinkedHashMap<>();
    // DL4J's oneDNN helpers are off by default, and the bits depend on them.
    needed.put("org.eclipse.deeplearning4j.helpers.disable", "false");
    needed.put("javacpp.platform", "linux-x86_64");
    // Otherwise ND4J may have as much memory as the Java heap.
    needed.put("org.bytedeco.javacpp.maxbytes", "0");
    // The default asks a time server.
    needed.put(
        "org.deeplearning4j.spark.time.TimeSource",
        "org.deeplearning4j.spark.time.SystemClockTimeSource");
    needed.put("java.awt.headless", "true");
    return needed;
  }

  /** Sets those that this JVM was not started with; before any of the libraries is loaded. */
  public static void setHere() {
    needed()
        .forEach(
            (name, value) -> {
              if (System.getProperty(name) == null) {
                System.setProperty(name, value);
              }
            });
    if (System.getProperty(MOST_MEMORY) == null) {
      System.setProperty(MOST_MEMORY, String.valueOf(mostMemory(memory(), heap())));
    }
  }

  /** Adds those that the options of the executors lack. */
  static void addTo(SparkConf conf) {
    String given = conf.get(EXECUTORS, "");
    String added =
        needed().entrySet().stream()
            .filter(option -> !has(given, option.getKey()))
            .map(option -> "-D%s=%s".formatted(option.getKey(), option.getValue()))
            .collect(Collectors.joining(" "));
    conf.set(EXECUTORS, (given + " " + added).strip());
  }

  /**
   * The most memory of this process, heap and ND4J's: four fifths of the machine or the container,
   * or more where the heap alone is nearly that.
   */
  static long mostMemory(long memory, long heap) {
    return Math.max(memory / 5 * 4, Math.min(memory, heap / 4 * 5));
  }

  private static long memory() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }

  private static long heap() {
    return Runtime.getRuntime().maxMemory();
  }

  private static boolean has(String options, String name) {
    return Arrays.stream(options.split("\\s+"))
        .map(option -> option.replace("\"", ""))
        .anyMatch(option -> option.startsWith("-D" + name + "="));
  }
}
