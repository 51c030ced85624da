// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Device;
import io.agegender.jobs.spark.DeviceCheck;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.ExecutorRuntime.ScratchBound;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.spark.GpuBinding;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.spark.SparkDefaults;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.network.kernel.InstructionSet;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Starts Spark with what every job of this program needs.
 *
 * @param device what networks are computed on; every executor learns of it
 * @param engine what computes them there
 * @param scratch how much disk copies of remote shards may take
 */
public record SparkStart(Device device, Engine engine, ScratchBound scratch) {
  /** ND4J on what this program was built for, and as much disk as there is. */
  public static final SparkStart DEFAULT =
      new SparkStart(Device.AUTO, Engine.ND4J, ScratchBound.NONE);

  private static final String DEFAULT_MASTER = "local[2]";

  /** What settings say of it. */
  public static SparkStart read(SettingsReader settings) {
    StopRequest.take(settings);
    Device device = Device.read(settings);
    return new SparkStart(device, Engine.read(settings, device), ScratchBound.read(settings));
  }

  /**
   * A session.
   *
   * @param name of the application in Spark's pages
   * @param master from the command line; else that of {@code spark-submit}, else two threads of
   *     this JVM
   * @throws UsageException if the master cannot be reached or Spark cannot open its ports
   */
  public SparkSession session(String name, Optional<String> master) {
    SparkConf conf = new SparkConf().setAppName("agegender " + name);
    master.ifPresent(conf::setMaster);
    conf.setIfMissing("spark.master", DEFAULT_MASTER);
    SparkDefaults.addTo(conf);
    FileSystemSettings.addTo(conf);
    JvmOptions.addTo(conf);
    // Several runs at a time share the slots evenly.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing(
        "spark.executorEnv." + Machine.THREADS_VARIABLE,
        String.valueOf(Machine.threadsOfThisJvm()));
    conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "passive");
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8"); // Names of files.
    Device bound = engine.isHost() ? Device.CPU : device.inThisBuild();
    conf.set(GpuBinding.PROPERTY, bound.name());
    engine.tell(conf);
    scratch.tell(conf);
    Optional.ofNullable(System.getenv(InstructionSet.VARIABLE))
        .ifPresent(isa -> conf.setIfMissing("spark.executorEnv." + InstructionSet.VARIABLE, isa));
    try {
      SparkSession session = SparkSession.builder().config(conf).getOrCreate();
      StopRequest.cancels(session.sparkContext());
      return session;
    } catch (Exception e) { // Spark's Scala throws checked exceptions without declaring them.
      throw new UsageException(
          "Spark did not start with master %s: %s"
              .formatted(conf.get("spark.master"), e.getMessage()),
          e);
    }
  }

  /**
   * As {@link #session}, for work that computes networks.
   *
   * @throws UsageException also if the device is not there, or the start leaves bits to chance
   */
  public SparkSession computing(String name, Optional<String> master) {
    StartCheck.require(engine);
    SparkSession session = session(name, master);
    try {
      DeviceCheck.require(new JavaSparkContext(session.sparkContext()), device, engine);
      return session;
    } catch (Exception e) { // Spark's Scala throws checked exceptions without declaring them.
      session.close();
      throw e;
    }
  }
}
