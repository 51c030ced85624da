package io.agegender.jobs.executor;

import io.agegender.jobs.device.GpuBinding;
import io.agegender.problem.FailedException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A thread of an executor that computes with ND4J, and the resident that it keeps from task to
 * task: a network and its buffers. ND4J ties workspaces and random generators to threads; Spark's
 * task threads come and go, so computing in them would allocate the workspaces of a network again
 * and again. There are as many slots in a JVM as tasks have computed in it at the same time; each
 * keeps one resident.
 */
public final class ComputeSlot {
  private static final ConcurrentLinkedDeque<ComputeSlot> IDLE = new ConcurrentLinkedDeque<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "agegender-compute-" + COUNT.getAndIncrement());
            made.setDaemon(true);
            return made;
          });

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
   */
  public static <T, R> R run(String key, Class<T> kind, Supplier<T> maker, Function<T, R> work) {
    GpuBinding.ofThisTask();
    String full = kind.getName() + " " + key;
    ComputeSlot slot = take(full);
    Callable<R> call = () -> work.apply(kind.cast(slot.resident(full, maker)));
    Future<R> result = slot.thread.submit(call);
    try {
      R value = result.get();
      IDLE.push(slot);
      return value;
    } catch (ExecutionException e) {
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
      // in.
      slot.thread.shutdownNow();
      Thread.currentThread().interrupt();
      throw new FailedException("the task was killed while it computed", e);
    }
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
