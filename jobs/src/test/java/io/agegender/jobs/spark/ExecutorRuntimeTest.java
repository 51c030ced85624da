// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agegender.engine.provider.DeviceLostException;
import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.SampleDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorRuntimeTest {
  private final Resident first = new Resident();
  private final Resident second = new Resident();

  /** Knows whether it was closed, and on which thread. */
  private static final class Resident implements AutoCloseable {
    private volatile String closedOn = "";

    @Override
    public void close() {
      closedOn = Thread.currentThread().getName();
    }

    boolean isClosed() {
      return !closedOn.isEmpty();
    }
  }

  private final ExecutorRuntime runtime =
      new ExecutorRuntime("test", Path.of("unused"), ExecutorRuntime.ScratchBound.NONE);

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void aResidentStaysForItsKeyAndIsClosedOnItsThreadWhenAnotherComes() {
    assertThat(thread("a", first)).isEqualTo(thread("a", second));
    assertThat(first.isClosed()).isFalse();
    assertThat(second.isClosed()).isFalse();
    String thread = thread("b", second);
    assertThat(first.closedOn).isEqualTo(thread);
    runtime.close();
    await().until(() -> second.closedOn.equals(thread));
  }

  @Test
  void aLostDeviceIsToldAndNothingOfItsSlotIsUsedAgain() {
    assertThatThrownBy(
            () ->
                runtime.compute(
                    "a",
                    Resident.class,
                    () -> first,
                    resident -> {
                      throw new DeviceLostException("the GPU failed, or was lost");
                    }))
        .isInstanceOf(DeviceLostException.class)
        .hasMessage("the GPU failed, or was lost");
    await().until(first::isClosed);
    assertThat(thread("a", second)).isNotEqualTo(first.closedOn);
    assertThat(second.isClosed()).isFalse();
  }

  @Test
  void aSlotThatStillComputesWhenTheRuntimeIsClosedIsClosedAfterwards() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Boolean> openWhileComputing = new AtomicReference<>();
    Thread task =
        new Thread(
            () ->
                openWhileComputing.set(
                    compute(
                        "a",
                        first,
                        resident -> {
                          began.countDown();
                          await().until(() -> go.getCount() == 0);
                          return !resident.isClosed();
                        })));
    task.start();
    began.await();
    runtime.close();
    go.countDown();
    task.join();
    assertThat(openWhileComputing.get()).isTrue();
    await().until(first::isClosed);
  }

  @Test
  void aKilledTaskGivesItsSlotUpAndTheResidentIsClosedOnceItsWorkEnded() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread task =
        new Thread(
            () -> {
              try {
                compute(
                    "a",
                    first,
                    resident -> {
                      began.countDown();
                      awaitUninterruptibly(go); // As native code does.
                      return 0;
                    });
              } catch (FailedException e) {
                thrown.set(e);
              }
            });
    task.start();
    began.await();
    task.interrupt();
    task.join();
    assertThat(thrown.get()).hasMessage("the task was killed while it computed");
    assertThat(first.isClosed()).isFalse();
    go.countDown();
    await().until(first::isClosed);
    assertThat(thread("a", second)).isNotEqualTo(first.closedOn);
  }

  @Test
  void outOfMemoryIsSaidSoHoweverDeepItIsWrappedAndEndsNoExecutor() {
    for (Throwable wrapped :
        new Throwable[] {
          new OutOfMemoryError("physical memory"),
          new IllegalStateException("back", new OutOfMemoryError("physical memory"))
        }) {
      Resident resident = new Resident();
      assertThatThrownBy(() -> compute("test", resident, r -> fail(wrapped)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("out of memory: physical memory")
          .hasNoCause();
      await().until(resident::isClosed);
    }
  }

  @Test
  @SuppressWarnings("UnnecessaryAsync") // A holder that a lambda may set.
  void aLocalSessionHasItsOwnRuntimeWhichItClosesWhenItStops() {
    AtomicReference<ExecutorRuntime> used = new AtomicReference<>();
    for (Resident resident : List.of(first, second)) {
      try (SparkSession spark = SampleDataset.spark("local[1]")) {
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        LOCAL.set(resident);
        context
            .parallelize(List.of(0), 1)
            .foreach(
                zero ->
                    ExecutorRuntime.ofThisJvm()
                        .compute("key", Resident.class, LOCAL::get, r -> zero));
        assertThat(resident.isClosed()).isFalse();
        ExecutorRuntime its = ExecutorRuntime.ofThisJvm();
        assertThat(its).isNotSameAs(used.getAndSet(its));
      }
      await().until(resident::isClosed);
    }
  }

  /** Tasks of a local session run in this JVM. */
  private static final AtomicReference<Resident> LOCAL = new AtomicReference<>();

  private <R> R compute(String key, Resident made, Function<Resident, R> work) {
    return runtime.compute(key, Resident.class, () -> made, work);
  }

  private String thread(String key, Resident made) {
    return compute(key, made, resident -> Thread.currentThread().getName());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // It does not listen.
      }
    }
  }

  private static int fail(Throwable wrapped) {
    if (wrapped instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) wrapped;
  }
}
