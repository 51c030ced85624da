package io.agegender.jobs.spark;

import io.agegender.foundation.error.CauseChain;
import io.agegender.foundation.error.FailedException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
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
 * and again. There are as many slots in a JVM as tasks have computed in it at the same time; each
 * keeps one resident.
 */
public final class ComputeSlot {
  private static final Logger LOG = LoggerFactory.getLogger(ComputeSlot.class);
  private static final ConcurrentLinkedDeque<ComputeSlot> IDLE = new ConcurrentLinkedDeque<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorService executor = Executors.newSingleThreadExecutor(this::thread);

  /** The executor's one thread, once it has begun. */
  private volatile Thread thread;

  private volatile String key = "";
  private Object resident;

  private ComputeSlot() {}

  /**
   * Runs work on an idle slot and waits for it.
   *
   * @param key what the resident is made for; a slot's resident of another key is dropped
   * @param kind the resident's class
   * @param maker makes it, on the slot's thread, where no slot has one
   * @param work is called on the slot's thread
   * @throws FailedException if memory runs out, or the task is killed while it computes
   */
  public static <T, R> R run(String key, Class<T> kind, Supplier<T> maker, Function<T, R> work) {
    GpuBinding.ofThisTask();
    String full = kind.getName() + " " + key;
    ComputeSlot slot = take(full);
    Callable<R> call = () -> work.apply(kind.cast(slot.resident(full, maker)));
    Future<R> result = slot.executor.submit(call);
    try {
      R value = result.get();
      IDLE.push(slot);
      return value;
    } catch (ExecutionException e) {
      Optional<OutOfMemoryError> memory = outOfMemory(e);
      if (memory.isPresent()) {
        // The slot is given up, and with it its network.
        slot.executor.shutdown();
        throw failure(memory.get());
      }
      IDLE.push(slot);
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new FailedException("an executor failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      // Spark kills this task. Native code cannot be stopped; the thread ends after the call it is
      // in. Where that is tells why a task hung.
      LOG.warn("a task was killed while {}", where(slot.thread));
      slot.executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw new FailedException("the task was killed while it computed", e);
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
    LOG.error("memory ran out", e);
    return new FailedException(
        ("memory ran out: %s. The heap of this JVM may take %d MiB, the whole process %d MiB: raise"
                + " spark.executor.memory (in local mode AGEGENDER_DRIVER_MEMORY) or AGEGENDER_NATIVE_MEMORY,"
                + " or let fewer workers share the machine, or set schedules.*.batch-size lower")
            .formatted(
                e.getMessage(),
                Runtime.getRuntime().maxMemory() >> 20,
                Pointer.maxPhysicalBytes() >> 20));
  }

  /** An idle slot, if possible one that has the resident already. */
  private static ComputeSlot take(String key) {
    for (ComputeSlot slot : IDLE) {
      if (slot.key.equals(key) && IDLE.remove(slot)) {
        return slot;
      }
    }
    ComputeSlot any = IDLE.poll();
    return any == null ? new ComputeSlot() : any;
  }

  /** Called on the slot's thread only. */
  private <T> Object resident(String wanted, Supplier<T> maker) {
    if (!key.equals(wanted)) {
      // Dropped before the next one is made: two large networks may not fit.
      key = "";
      resident = null;
      resident = maker.get();
      key = wanted;
    }
    return resident;
  }
}
