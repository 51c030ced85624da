// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.engine.Inlet;
import io.agegender.engine.Memory;
import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.Primitives;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.Crop;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.training.AugmentedSample;
import io.agegender.training.Minibatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed on plain Java, whose copies the test holds back. */
@Timeout(60)
class FaceFeedTest {
  private static final int PICTURES = 2;
  private static final int SIZE = 20;
  private static final MeanImage MEAN = new MeanImage(mean());

  /** What was done, in order, by whichever thread. */
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** As many copies are done as have been let through. */
  private final CountDownLatch firstCopy = new CountDownLatch(1);

  private int inlets;

  @Test
  void theDeviceSeesTheCropsOfTheCpuToTheBit() {
    try (Primitives primitives = new HostPrimitives();
        FaceFeed feed = feed(primitives, FaceFeedTest::face)) {
      PlannedNetwork network = network(primitives);
      List<Minibatch> round = round(3);
      feed.begin(round);
      for (Minibatch minibatch : round) {
        feed.bring(network);
        assertThat(network.blob("data")).containsExactly(crops(minibatch));
        feed.learnt();
      }
    }
  }

  @Test
  void readsAheadOfTheDeviceButNotIntoWhatIsOnItsWay() throws InterruptedException {
    CountDownLatch readTwo = new CountDownLatch(2 * PICTURES);
    StoredFaces faces =
        (face, into) -> {
          events.add("read " + face / PICTURES);
          face(face, into);
          readTwo.countDown();
        };
    try (Primitives primitives = heldBack(new HostPrimitives());
        FaceFeed feed = feed(primitives, faces)) {
      PlannedNetwork network = network(primitives);
      feed.begin(round(4));
      // Both buffers are filled before the device has begun anything, and no more.
      assertThat(readTwo.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(events).doesNotContain("read 2");
      feed.bring(network);
      feed.learnt();
      feed.bring(network);
      feed.learnt();
      // The first copy has not arrived: its buffer must not be filled again.
      assertThat(events).contains("send 0", "send 1").doesNotContain("read 2");
      firstCopy.countDown();
      feed.bring(network);
      feed.learnt();
      feed.bring(network);
      feed.learnt();
    }
    assertThat(events.indexOf("read 2")).isGreaterThan(events.indexOf("sent 0"));
    // Copy, then crops, then the memory is free for the next copy.
    assertThat(events.stream().filter(e -> e.matches("(send|receive|prepare|release).*")).toList())
        .containsExactly(
            "send 0",
            "receive 0",
            "prepare",
            "release 0",
            "send 1",
            "receive 1",
            "prepare",
            "release 1",
            "send 0",
            "receive 0",
            "prepare",
            "release 0",
            "send 1",
            "receive 1",
            "prepare",
            "release 1");
  }

  @Test
  void aDamagedRecordIsToldWhereItIsNeededAndTheNextRoundIsWhole() {
    List<Integer> damaged = new CopyOnWriteArrayList<>(List.of(5));
    StoredFaces faces =
        (face, into) -> {
          if (damaged.contains(face)) {
            throw new FailedException("record %d is damaged".formatted(face));
          }
          face(face, into);
        };
    try (Primitives primitives = new HostPrimitives();
        FaceFeed feed = feed(primitives, faces)) {
      PlannedNetwork network = network(primitives);
      List<Minibatch> round = round(5);
      feed.begin(round);
      feed.bring(network);
      feed.learnt();
      feed.bring(network);
      feed.learnt();
      assertThatThrownBy(() -> feed.bring(network))
          .isInstanceOf(FailedException.class)
          .hasMessage("record 5 is damaged");
      feed.end();
      damaged.clear();
      feed.begin(round);
      for (Minibatch minibatch : round) {
        feed.bring(network);
        assertThat(network.blob("data")).containsExactly(crops(minibatch));
        feed.learnt();
      }
    }
  }

  /** What it fills is freed next: on a GPU, writing there would end the process. */
  @Test
  void closingWaitsForTheRecordThatIsBeingRead() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StoredFaces faces =
        (face, into) -> {
          started.countDown();
          while (goOn.getCount() > 0) {
            Thread.onSpinWait(); // As a disk that heeds no interruption.
          }
          events.add("read");
        };
    FaceFeed feed = feed(new HostPrimitives(), faces);
    feed.begin(round(1));
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    Thread closer =
        new Thread(
            () -> {
              feed.close();
              events.add("closed, interrupted " + Thread.currentThread().isInterrupted());
            });
    closer.start();
    while (!List.of(Thread.State.WAITING, Thread.State.TERMINATED).contains(closer.getState())) {
      Thread.sleep(1);
    }
    closer.interrupt();
    goOn.countDown();
    closer.join();
    assertThat(events).startsWith("read").endsWith("closed, interrupted true");
  }

  /** A task that is killed gives its device back, and the next one is fed. */
  @Test
  void aReadThatHangsEndsWithTheRound() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    StoredFaces faces =
        (face, into) -> {
          if (hangs.getCount() > 0) {
            hangs.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new FailedException("interrupted", e);
            }
          }
          face(face, into);
        };
    try (Primitives primitives = new HostPrimitives();
        FaceFeed feed = feed(primitives, faces)) {
      PlannedNetwork network = network(primitives);
      List<Minibatch> round = round(1);
      feed.begin(round);
      assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();
      feed.end();
      feed.begin(round);
      feed.bring(network);
      assertThat(network.blob("data")).containsExactly(crops(round.get(0)));
    }
  }

  @Test
  void aReaderThatCannotJoinTheDeviceIsTold() {
    Runnable lost =
        () -> {
          throw new FailedException("the GPU is lost");
        };
    try (Primitives primitives = new HostPrimitives();
        FaceFeed feed = new FaceFeed(FaceFeedTest::face, MEAN, PICTURES, SIZE, primitives, lost)) {
      PlannedNetwork network = network(primitives);
      feed.begin(round(3));
      assertThatThrownBy(() -> feed.bring(network)).hasMessage("the GPU is lost");
    }
  }

  private static FaceFeed feed(Primitives primitives, StoredFaces faces) {
    return new FaceFeed(faces, MEAN, PICTURES, SIZE, primitives, () -> {});
  }

  private static PlannedNetwork network(Primitives primitives) {
    return new PlannedNetwork(
        NetworkPlan.of(
            ResolvedNetwork.of(
                new NetworkBuilder("one", SIZE)
                    .innerProduct("f", 2, Learned.gaussian(0.01, 0))
                    .softmaxLoss("loss")
                    .build())),
        PICTURES,
        primitives);
  }

  private static List<Minibatch> round(int steps) {
    Random random = new Random(3);
    List<Minibatch> round = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      List<AugmentedSample> samples = new ArrayList<>();
      for (int i = 0; i < PICTURES; i++) {
        samples.add(new AugmentedSample(step * PICTURES + i, i % 2, random.nextLong()));
      }
      round.add(new Minibatch(step, step, samples));
    }
    return round;
  }

  private static void face(int number, byte[] into) {
    new Random(number).nextBytes(into);
  }

  private static float[] mean() {
    Random random = new Random(9);
    float[] values = new float[Pixels.RECORD];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 255;
    }
    return values;
  }

  /** What training on the CPU has. */
  private static float[] crops(Minibatch minibatch) {
    int length = Pixels.CHANNELS * SIZE * SIZE;
    float[] crops = new float[PICTURES * length];
    byte[] record = new byte[Pixels.RECORD];
    for (int i = 0; i < PICTURES; i++) {
      AugmentedSample sample = minibatch.samples().get(i);
      face(sample.face(), record);
      Crop.into(record, MEAN, sample.crop(SIZE), crops, i * length);
    }
    return crops;
  }

  /** A device that tells what it is asked for, and whose first copy takes until it is let go. */
  private Primitives heldBack(Primitives real) {
    return (Primitives)
        Proxy.newProxyInstance(
            Primitives.class.getClassLoader(),
            new Class<?>[] {Primitives.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepare")) {
                events.add("prepare");
              }
              try {
                Object result = method.invoke(real, arguments);
                boolean records = method.getName().equals("byteInlet");
                return records ? new Held((Inlet) result, inlets++) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private final class Held implements Inlet {
    private final Inlet real;
    private final int number;
    private volatile boolean sending;

    Held(Inlet real, int number) {
      this.real = real;
      this.number = number;
    }

    @Override
    public ByteBuffer buffer() {
      return real.buffer();
    }

    @Override
    public Memory memory() {
      return real.memory();
    }

    @Override
    public void send() {
      events.add("send " + number);
      real.send();
      sending = true;
    }

    @Override
    public void receive() {
      events.add("receive " + number);
    }

    @Override
    public void release() {
      events.add("release " + number);
    }

    @Override
    public void awaitSent() {
      if (sending) {
        try {
          firstCopy.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        events.add("sent " + number);
        sending = false;
      }
    }
  }
}
