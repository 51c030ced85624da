package io.agegender.dataset;

import io.agegender.dataset.format.Face;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.Crop;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads minibatches ahead of the one that uses them: a thread of its own reads records by position,
 * checks them, crops, mirrors and subtracts the mean image. The order is the one asked for. The
 * buffers are used again and again, so memory does not depend on the number of minibatches.
 *
 * <p>One thread may call {@link #next}.
 */
public final class BatchReader implements AutoCloseable {
  private final BlockingQueue<Item> ready;
  private final BlockingQueue<float[]> free;
  private final Thread reader;
  private Batch last;
  private boolean over;

  /**
   * A minibatch.
   *
   * @param cuts what was asked for
   * @param pixels N x 3 x size x size, planes B, G, R, 0 to 255 less the mean; the buffer may be
   *     longer than that. Valid until the next one is taken
   */
  public record Batch(List<Cut> cuts, float[] pixels) {}

  /** What the thread hands over: a minibatch, the end, or what went wrong. */
  private sealed interface Item {
    record Filled(Batch batch) implements Item {}

    record End() implements Item {}

    record Broken(Throwable cause) implements Item {}
  }

  private BatchReader(
      List<Face> faces,
      FaceReader records,
      MeanImage mean,
      int size,
      int largest,
      int ahead,
      Iterator<List<Cut>> minibatches) {
    this.ready = new ArrayBlockingQueue<>(ahead + 2);
    this.free = new ArrayBlockingQueue<>(ahead + 1);
    for (int i = 0; i <= ahead; i++) {
      free.add(new float[largest * Pixels.CHANNELS * size * size]);
    }
    this.reader = new Thread(() -> fill(faces, records, mean, size, minibatches), "batch-reader");
    reader.setDaemon(true);
  }

  /**
   * Starts reading.
   *
   * @param faces {@link Dataset#faces()}
   * @param records where the records are; stays open
   * @param mean what is subtracted
   * @param size height and width of the crops in pixels
   * @param largest the most cuts of a minibatch
   * @param ahead how many minibatches are read ahead, at least 1
   * @param minibatches what to read, in this order; asked on the reader's thread
   */
  public static BatchReader open(
      List<Face> faces,
      FaceReader records,
      MeanImage mean,
      int size,
      int largest,
      int ahead,
      Iterator<List<Cut>> minibatches) {
    BatchReader reader = new BatchReader(faces, records, mean, size, largest, ahead, minibatches);
    reader.reader.start();
    return reader;
  }

  /**
   * The next minibatch, or nothing after the last.
   *
   * @throws FailedException if a record is damaged
   */
  public Optional<Batch> next() {
    if (over) {
      return Optional.empty();
    }
    try {
      if (last != null) {
        free.put(last.pixels());
        last = null;
      }
      Item item = ready.take();
      if (item instanceof Item.Filled filled) {
        last = filled.batch();
        return Optional.of(last);
      }
      over = true;
      if (item instanceof Item.Broken broken) {
        throw rethrown(broken.cause());
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted while waiting for a minibatch", e);
    }
  }

  /** Stops reading ahead. */
  @Override
  public void close() {
    over = true;
    reader.interrupt();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fill(
      List<Face> faces,
      FaceReader records,
      MeanImage mean,
      int size,
      Iterator<List<Cut>> minibatches) {
    byte[] record = new byte[Pixels.RECORD];
    int example = Pixels.CHANNELS * size * size;
    try {
      while (minibatches.hasNext()) {
        List<Cut> cuts = minibatches.next();
        float[] pixels = free.take();
        for (int i = 0; i < cuts.size(); i++) {
          Cut cut = cuts.get(i);
          records.read(faces.get(cut.face()), record);
          Crop.into(record, mean, size, cut.top(), cut.left(), cut.mirror(), pixels, i * example);
        }
        ready.put(new Item.Filled(new Batch(cuts, pixels)));
      }
      ready.put(new Item.End());
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // The taker's queue has room for one more than there are buffers.
      ready.add(new Item.Broken(e));
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException runtime) {
      return runtime;
    }
    return new FailedException("reading ahead failed: " + cause, cause);
  }
}
