// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.ScratchFolder;
import io.agegender.engine.provider.DeviceLostException;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives in an executor's JVM from task to task, and who owns it: the slots that compute, the
 * datasets that are open, the scratch folder for remote shards. There is one for the application
 * whose tasks run in this JVM. It is closed when a local session stops or another application's
 * tasks come; an executor's scratch folder goes with the executor's JVM. Thread-safe.
 */
public final class ExecutorRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorRuntime.class);

  /** A JVM that has not ended after this time hangs in its end. */
  private static final Duration LONGEST_END = Duration.ofMinutes(1);

  private static Optional<ExecutorRuntime> current = Optional.empty();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(ExecutorRuntime::endOfJvm, "agegender-end-of-jvm"));
  }

  private final String application;
  private final ScratchFolder scratch;
  private final ConcurrentLinkedDeque<ComputeSlot> idle = new ConcurrentLinkedDeque<>();
  private final Map<String, OpenDataset> datasets = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private volatile Optional<DeviceLostException> lost = Optional.empty();

  ExecutorRuntime(String application, Path scratchParent, ScratchBound bound) {
    this.application = application;
    this.scratch = ScratchFolder.of(scratchParent, application, bound.bytes());
  }

  /**
   * A dataset and its shards.
   *
   * @param dataset that was opened
   * @param reader of its records; its owner, this runtime, closes it
   */
  public record OpenDataset(Dataset dataset, FaceReader reader) {}

  /**
   * How much of a machine's disk copies of remote shards may take: the setting {@code
   * scratch.most}.
   *
   * @param bytes of all copies of an application on one machine
   */
  public record ScratchBound(long bytes) {
    /** No bound but the disk's. */
    public static final ScratchBound NONE = new ScratchBound(Long.MAX_VALUE);

    /** Carries it from the driver's settings to every executor. */
    private static final String PROPERTY = "spark.agegender.scratch.most";

    private static final long MOST = 1L << 50;

    /** Reads the section {@code scratch}. */
    public static ScratchBound read(SettingsReader settings) {
      return new ScratchBound(settings.section("scratch").bytes("most", 0, MOST));
    }

    /** Tells all executors. */
    public void tell(SparkConf conf) {
      conf.set(PROPERTY, String.valueOf(bytes));
    }

    /** What was told. */
    static ScratchBound of(SparkConf conf) {
      return new ScratchBound(conf.getLong(PROPERTY, NONE.bytes));
    }
  }

  /** The one of the application that this JVM works for. */
  public static ExecutorRuntime ofThisJvm() {
    String application =
        SparkEnv.get() == null ? "none" : SparkEnv.get().conf().get("spark.app.id", "none");
    synchronized (ExecutorRuntime.class) {
      if (current.isEmpty() || !current.get().application.equals(application)) {
        current.ifPresent(ExecutorRuntime::close);
        current = Optional.of(start(application));
      }
      return current.get();
    }
  }

  private static ExecutorRuntime start(String application) {
    ExecutorRuntime made =
        new ExecutorRuntime(
            application,
            Path.of(System.getProperty("java.io.tmpdir")),
            SparkEnv.get() == null ? ScratchBound.NONE : ScratchBound.of(SparkEnv.get().conf()));
    if (SparkEnv.get() != null) {
      AssignedGpu.localDriver(SparkEnv.get().conf())
          .ifPresent(driver -> driver.addSparkListener(new Closer(made)));
    }
    return made;
  }

  /** Tasks may still compute while a JVM ends, so their memory is left to the operating system. */
  private static synchronized void endOfJvm() {
    current.ifPresent(runtime -> runtime.scratch.close());
  }

  /** Closes the runtime of a local session when the session stops. */
  private static final class Closer extends SparkListener {
    private final ExecutorRuntime runtime;

    Closer(ExecutorRuntime runtime) {
      this.runtime = runtime;
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
      runtime.close();
    }
  }

  /**
   * Runs work on an idle slot and waits for it.
   *
   * @param key what the resident is made for; a slot's resident of another key is closed
   * @param kind the resident's class
   * @param maker makes it, on the slot's thread, where no slot has one
   * @param work is called on the slot's thread
   * @throws FailedException if memory runs out, or the task is killed while it computes
   * @throws InternalError if this executor's device is lost, which ends the executor
   */
  public <T extends AutoCloseable, R> R compute(
      String key, Class<T> kind, Supplier<T> maker, Function<T, R> work) {
    if (lost.isPresent()) {
      awaitEnd(lost.get());
    }
    GpuBinding.ofThisTask();
    String full = kind.getName() + " " + key;
    ComputeSlot slot = acquire(full);
    try {
      return slot.run(full, kind, maker, work);
    } catch (DeviceLostException e) {
      slot.close(); // Nothing of that device can be used again.
      throw lost(e);
    } finally {
      if (!slot.isClosed()) {
        idle.push(slot);
      }
      if (closed) {
        closeSlots();
      }
    }
  }

  /**
   * A process that lost its device cannot open it again, and Spark would give it the next attempts,
   * too. Spark ends an executor whose task ends with such an error, and tries the task elsewhere.
   */
  private RuntimeException lost(DeviceLostException e) {
    if (SparkEnv.get() == null || AssignedGpu.localDriver(SparkEnv.get().conf()).isPresent()) {
      return e;
    }
    lost = Optional.of(e);
    LOG.error("this executor ends: {}", e.getMessage());
    throw new InternalError(e.getMessage(), e);
  }

  /**
   * Spark hands tasks to an executor until it knows of its end. One that failed at the lost device
   * would cost another attempt in the same moment; one that waits is tried elsewhere.
   */
  private static void awaitEnd(DeviceLostException e) {
    try {
      Thread.sleep(LONGEST_END.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new InternalError(e.getMessage(), e);
  }

  /**
   * A dataset, opened when it is first asked for.
   *
   * @param sha256 the identity that the driver saw
   * @throws FailedException if another dataset is at the path by now
   */
  public OpenDataset dataset(String path, String sha256, Configuration configuration) {
    String key = path + "@" + sha256;
    OpenDataset open = datasets.computeIfAbsent(key, k -> open(path, configuration));
    String found = open.dataset().manifest().sha256();
    if (!found.equals(sha256)) {
      datasets.remove(key);
      open.reader().close();
      throw new FailedException(
          ("the dataset %s changed while it was used: its manifest is %s, the run began with %s."
                  + " Start again, and do not prepare into a dataset that is being trained on")
              .formatted(path, found, sha256));
    }
    return open;
  }

  /** Closes what is idle now, and slots that compute as soon as they have done so. */
  @Override
  public void close() {
    closed = true;
    closeSlots();
    datasets.values().forEach(open -> open.reader().close());
    datasets.clear();
    scratch.close();
    LOG.debug("closed the runtime of {}", application);
  }

  private OpenDataset open(String path, Configuration configuration) {
    Dataset dataset = Dataset.open(new org.apache.hadoop.fs.Path(path), configuration);
    return new OpenDataset(dataset, dataset.reader(scratch));
  }

  /** An idle slot, if possible one that has the resident already. */
  private ComputeSlot acquire(String key) {
    for (ComputeSlot slot : idle) {
      if (slot.holds(key) && idle.remove(slot)) {
        return slot;
      }
    }
    ComputeSlot any = idle.poll();
    return any == null ? new ComputeSlot() : any;
  }

  private void closeSlots() {
    for (ComputeSlot slot = idle.poll(); slot != null; slot = idle.poll()) {
      slot.close();
    }
  }
}
