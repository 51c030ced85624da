// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device;

import io.agegender.engine.Floats;
import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.Primitives;
import io.agegender.engine.shape.CropShape;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.training.Minibatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings minibatches to a device while it computes: a thread of its own reads records into one of
 * two buffers, the other one is being copied or its crops are being learnt from. The device crops,
 * mirrors and subtracts the mean image. The feed runs ahead across steps, never across rounds. Used
 * on one thread.
 */
final class FaceFeed implements AutoCloseable {
  private static final int SLOTS = 2;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final StoredFaces faces;
  private final CropShape shape;
  private final Floats mean;
  private final List<FeedSlot> slots = new ArrayList<>();
  private final ExecutorService reader;
  private final byte[] record = new byte[Pixels.RECORD];
  private final Deque<Future<?>> ahead = new ArrayDeque<>();
  private final Runnable reading;
  private List<Minibatch> minibatches = List.of();
  private int next;

  /** Whether the reader's thread has called {@link #reading}; its own. */
  private boolean joined;

  /**
   * @param pictures in each minibatch
   * @param size height and width of a crop in pixels
   * @param reading is called on the reader's thread before it fills a buffer
   */
  FaceFeed(
      StoredFaces faces,
      MeanImage mean,
      int pictures,
      int size,
      Primitives primitives,
      Runnable reading) {
    this.faces = faces;
    this.shape = new CropShape(pictures, Pixels.SIDE, size);
    this.mean = primitives.floats(Pixels.RECORD);
    primitives.upload(mean.values(), this.mean);
    for (int i = 0; i < SLOTS; i++) {
      slots.add(FeedSlot.of(primitives, pictures));
    }
    this.reading = reading;
    this.reader = Executors.newSingleThreadExecutor(FaceFeed::thread);
  }

  private static Thread thread(Runnable work) {
    Thread made = new Thread(work, "agegender-feed-" + COUNT.getAndIncrement());
    made.setDaemon(true);
    return made;
  }

  /** Begins a round. */
  void begin(List<Minibatch> round) {
    end();
    minibatches = List.copyOf(round);
    next = 0;
    for (int i = 0; i < Math.min(SLOTS, round.size()); i++) {
      fill(i);
    }
  }

  /**
   * Makes the next minibatch a network's batch.
   *
   * @throws FailedException if a record is damaged
   */
  void bring(PlannedNetwork network) {
    FeedSlot slot = slots.get(next % SLOTS);
    await(ahead.remove());
    slot.send();
    slot.receive();
    network.batch(
        shape, slot.records().memory(), mean, slot.draws().memory(), slot.labels().memory());
  }

  /** The network has learnt from the minibatch; its slot is filled with the one after the next. */
  void learnt() {
    slots.get(next % SLOTS).release();
    int after = next + SLOTS;
    next++;
    if (after < minibatches.size()) {
      fill(after);
    }
  }

  /**
   * Ends a round, wherever it is. Interrupts the read of a record, which may hang for ever on a
   * store that does not answer, and waits for its end: its buffer may be freed next. Its problem,
   * if it has one, is of a minibatch that nobody wants any more.
   */
  void end() {
    ahead.forEach(filling -> filling.cancel(true));
    ahead.clear();
    // A task that runs ends later than its future that was cancelled, or given up by a wait.
    if (!reader.isShutdown()) {
      idle();
    }
  }

  /** Ends the reader's thread; memory is its primitives'. */
  @Override
  public void close() {
    end();
    reader.shutdown();
  }

  private void fill(int number) {
    FeedSlot slot = slots.get(number % SLOTS);
    Minibatch minibatch = minibatches.get(number);
    ahead.add(
        reader.submit(
            () -> {
              if (!joined) {
                reading.run();
                joined = true;
              }
              slot.fill(minibatch, shape.size(), faces, record);
            }));
  }

  /** Waits for what the reader is in, also where this thread is interrupted. */
  private void idle() {
    Future<?> last = reader.submit(() -> {});
    boolean interrupted = false;
    while (!last.isDone()) {
      try {
        last.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("nothing was done", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Future<?> filling) {
    try {
      filling.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a reader throws no checked exception", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("the task was killed while it waited for faces", e);
    }
  }
}
