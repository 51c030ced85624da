// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.CauseChain;
import io.agegender.foundation.error.FailedException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of an executor that computes with ND4J, and the resident that it keeps from task to
 * task: a network and its buffers. ND4J ties workspaces and random generators to threads; Spark's
 * task threads come and go, so computing in them would allocate the workspaces of a network again
 * and again. One task at a time has a slot. What a slot drops is closed, on its thread: native
 * memory does not wait for a garbage collection.
 */
final class ComputeSlot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ComputeSlot.class);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorService executor = Executors.newSingleThreadExecutor(this::thread);

  /** The executor's one thread, once it has begun. */
  private volatile Thread thread;

  private volatile String key = "";

  /** Used on the slot's thread only. */
  private Optional<AutoCloseable> resident = Optional.empty();

  /** Whether its resident is made for a key. */
  boolean holds(String wanted) {
    return key.equals(wanted);
  }

  /** Whether it computes nothing any more. */
  boolean isClosed() {
    return executor.isShutdown();
  }

  /**
   * Runs work on the slot's thread and waits for it.
   *
   * @param wanted the key of the resident; one of another key is closed
   * @param kind the resident's class
   * @param maker makes it where the slot does not have it
   * @throws FailedException if memory runs out, or the task is killed while it computes; the slot
   *     is closed then
   */
  <T extends AutoCloseable, R> R run(
      String wanted, Class<T> kind, Supplier<T> maker, Function<T, R> work) {
    Future<R> result = executor.submit(() -> work.apply(kind.cast(resident(wanted, maker))));
    try {
      return result.get();
    } catch (ExecutionException e) {
      Optional<OutOfMemoryError> memory = outOfMemory(e);
      if (memory.isPresent()) {
        close();
        throw failure(memory.get());
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new FailedException("an executor failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      // Spark kills this task. Native code cannot be stopped; the thread ends after the call it is
      // in. Where that is tells why a task hung; after a request to stop nothing hung.
      if (StopRequest.made().isEmpty()) {
        LOG.warn("a task was killed while {}", where(thread));
      }
      result.cancel(true);
      close();
      Thread.currentThread().interrupt();
      throw new FailedException("the task was killed while it computed", e);
    }
  }

  /** Closes the resident and ends the thread, after what it is doing. */
  @Override
  public void close() {
    if (!isClosed()) {
      executor.execute(this::drop);
      executor.shutdown();
    }
  }

  private Thread thread(Runnable work) {
    Thread made = new Thread(work, "agegender-compute-" + COUNT.getAndIncrement());
    made.setDaemon(true);
    thread = made;
    return made;
  }

  private static String where(Thread thread) {
    return thread.getName()
        + " was in"
        + Arrays.stream(thread.getStackTrace())
            .map(frame -> System.lineSeparator() + "\tat " + frame)
            .collect(Collectors.joining());
  }

  /** In the backward pass DL4J wraps it into an exception of its own. */
  private static Optional<OutOfMemoryError> outOfMemory(Throwable problem) {
    return CauseChain.of(problem)
        .filter(OutOfMemoryError.class::isInstance)
        .map(OutOfMemoryError.class::cast)
        .findFirst();
  }

  private static FailedException failure(OutOfMemoryError e) {
    // Not the cause of the problem that Spark sees: it would end the executor and with it other
    // runs.
    LOG.error("out of memory", e);
    return new FailedException(
        ("out of memory: %s. The heap of this JVM may take %d MiB, the whole process %d MiB: raise"
                + " spark.executor.memory (in local mode AGEGENDER_DRIVER_MEMORY) or AGEGENDER_NATIVE_MEMORY,"
                + " or let fewer workers share the machine, or set schedules.*.batch-size lower")
            .formatted(
                e.getMessage(),
                Runtime.getRuntime().maxMemory() >> 20,
                Pointer.maxPhysicalBytes() >> 20));
  }

  private AutoCloseable resident(String wanted, Supplier<? extends AutoCloseable> maker) {
    if (!key.equals(wanted)) {
      drop(); // Before the next one is made: two large networks may not fit.
      resident = Optional.of(maker.get());
      key = wanted;
    }
    return resident.orElseThrow();
  }

  private void drop() {
    key = "";
    Optional<AutoCloseable> dropped = resident;
    resident = Optional.empty();
    if (dropped.isPresent()) {
      try {
        dropped.get().close();
      } catch (Exception e) {
        // The work at hand does not need it any more.
        LOG.warn("cannot release what a slot had computed with; its memory may be lost", e);
      }
    }
  }
}
