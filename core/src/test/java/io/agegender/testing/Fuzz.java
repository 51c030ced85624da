// SPDX-License-Identifier: Apache-2.0
package io.agegender.testing;

import com.sun.management.ThreadMXBean;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Feeds damaged files to a reader. Whatever the file, the outcome is a value, {@link
 * UsageException} or {@link FailedException}, within bounds of time and memory; anything else fails
 * the test and leaves the file in {@code target/fuzz}.
 *
 * <p>{@code mvn verify} gives each reader a fixed number of files from a fixed seed. The long way:
 * {@code mvn -Pfuzz -Dfuzz.seconds=600 verify}, with {@code -Dfuzz.seed=N} for other files.
 */
public final class Fuzz {
  private static final long SECONDS = Long.getLong("agegender.fuzz.seconds", 0);
  private static final long SEED = Long.getLong("agegender.fuzz.seed", 1);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final List<byte[]> seeds;
  private long millis = 5_000;
  private long bytes = 64L << 20;
  private Set<Class<? extends Throwable>> verdicts =
      Set.of(UsageException.class, FailedException.class);

  private Fuzz(String name, List<byte[]> seeds) {
    this.name = name;
    this.seeds = seeds;
  }

  /** Reads one file to its end. */
  public interface Reader {
    /** Returns, or throws what the reader under test throws. */
    void read(byte[] file) throws Exception;
  }

  /**
   * @param name of the reader, for messages and files
   * @param seeds sound files, which the reader must take
   */
  public static Fuzz of(String name, byte[]... seeds) {
    return new Fuzz(name, List.of(seeds));
  }

  /** Bounds for one file: time, and bytes that the reading thread allocates on the heap. */
  public Fuzz within(long newMillis, long newBytes) {
    millis = newMillis;
    bytes = newBytes;
    return this;
  }

  /** For a part of a reader whose caller makes one of the two exceptions of this one. */
  public Fuzz orVerdict(Class<? extends Throwable> verdict) {
    verdicts = Set.of(UsageException.class, FailedException.class, verdict);
    return this;
  }

  /**
   * @param files how many files in {@code mvn verify}
   */
  public void run(int files, Reader reader) throws Exception {
    for (byte[] seed : seeds) {
      reader.read(seed.clone());
    }
    Mutations mutations = new Mutations(seeds, SEED);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (int i = 0; SECONDS > 0 ? System.nanoTime() < end : i < files; i++) {
      one(mutations.next(), i, reader);
    }
  }

  private void one(byte[] file, int number, Reader reader) throws IOException {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();
    try {
      reader.read(file.clone());
    } catch (Throwable outcome) {
      // Errors, too: a StackOverflowError or OutOfMemoryError is what is looked for.
      if (verdicts.stream().noneMatch(verdict -> verdict.isInstance(outcome))) {
        throw fault(file, number, "ends in " + outcome, outcome);
      }
      if (outcome.getMessage() == null || outcome.getMessage().isBlank()) {
        throw fault(file, number, "ends without a message", outcome);
      }
    }
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    long memory = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    if (took > millis || memory > bytes) {
      throw fault(
          file,
          number,
          String.format(
              Locale.ROOT,
              "takes %d ms and %d bytes, more than %d ms or %d bytes",
              took,
              memory,
              millis,
              bytes),
          null);
    }
  }

  private AssertionError fault(byte[] file, int number, String what, Throwable cause)
      throws IOException {
    Path kept = Path.of("target", "fuzz", name + "-" + SEED + "-" + number);
    Files.createDirectories(kept.getParent());
    Files.write(kept, file);
    return new AssertionError("%s: file %s %s".formatted(name, kept.toAbsolutePath(), what), cause);
  }
}
