// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.engine.Primitives;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.DeviceLostException;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.jobs.LocalCluster;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.solver.SolverSettings;
import io.agegender.training.AugmentedSample;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import io.agegender.training.device.EngineLearner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that is lost in the middle of training: its process ends, and others do its work. */
@Tag("slow")
class LostDeviceTest {
  private static final int TASKS = 4;

  @TempDir Path dir;

  @Test
  void itsExecutorEndsAndAnotherOneLearnsTheSameBits() throws IOException {
    Path lost = dir.resolve("lost");
    List<String> learnt;
    try (LocalCluster cluster = LocalCluster.start(dir.resolve("spark"))) {
      String file = lost.toString();
      learnt =
          new JavaSparkContext(cluster.spark().sparkContext())
              .parallelize(List.of(0, 1, 2, 3), TASKS)
              .map(task -> learnOrShowThatTheNextWaits(Path.of(file)))
              .collect();
    }
    String process = Files.readString(lost);
    String expected;
    try (EngineLearner learner = learner(new Losing(lost))) {
      expected = learn(learner);
    }
    assertThat(learnt)
        .hasSize(TASKS)
        .allMatch(line -> line.endsWith(" " + expected))
        .noneMatch(line -> line.startsWith(process + " "));
  }

  /** As long as a lost executor lives, Spark gives it tasks: here one does come. */
  private static String learnOrShowThatTheNextWaits(Path lost) throws InterruptedException {
    try {
      return learn(lost);
    } catch (InternalError e) {
      AtomicReference<String> next = new AtomicReference<>();
      Thread task = new Thread(() -> next.set(learn(lost)), "next-task");
      task.setDaemon(true);
      task.start();
      task.join(3000);
      if (next.get() != null) {
        return next.get();
      }
      throw e;
    }
  }

  private static String learn(Path lost) {
    return ProcessHandle.current().pid()
        + " "
        + ExecutorRuntime.ofThisJvm()
            .compute(
                "run", EngineLearner.class, () -> learner(new Losing(lost)), LostDeviceTest::learn);
  }

  private static ResolvedNetwork network() {
    return ResolvedNetwork.of(
        new NetworkBuilder("little", 12)
            .innerProduct("f1", 4, Learned.gaussian(0.1, 0))
            .relu("r1")
            .innerProduct("f2", 2, Learned.gaussian(0.1, 0))
            .softmaxLoss("loss")
            .build());
  }

  private static EngineLearner learner(EngineDevice device) {
    return EngineLearner.of(
        device,
        network(),
        new SolverSettings(0.001, 0.1, 10, 0.9, 0.0005),
        (face, into) -> Arrays.fill(into, (byte) (17 * face)),
        new MeanImage(new float[Pixels.RECORD]));
  }

  /** Three steps; the hash of what was learnt. */
  private static String learn(EngineLearner learner) {
    float[] start = new float[Math.toIntExact(NetworkPlan.of(network()).layout().count())];
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) Math.sin(i) / 100;
    }
    List<Minibatch> round = new ArrayList<>();
    for (int step = 0; step < 3; step++) {
      round.add(new Minibatch(step, step, List.of(new AugmentedSample(step + 1, 1, 99L))));
    }
    TrainingState state =
        new TrainingState(0, FloatChunks.of(start), FloatChunks.of(new float[start.length]));
    return learner.learn(state, round).state().parameters().sha256();
  }

  /**
   * Plain Java that is lost at its second update, in the first process that comes so far.
   *
   * @param file takes that process's number
   */
  private record Losing(Path file) implements EngineDevice {
    @Override
    public String identity() {
      return "losing";
    }

    @Override
    public List<String> facts() {
      return List.of(identity());
    }

    @Override
    public long freeBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public Primitives primitives() {
      HostPrimitives host = new HostPrimitives();
      int[] updates = {0};
      return (Primitives)
          Proxy.newProxyInstance(
              Primitives.class.getClassLoader(),
              new Class<?>[] {Primitives.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("update") && ++updates[0] == 2) {
                  loseOnce();
                }
                try {
                  return method.invoke(host, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private void loseOnce() {
      try {
        Files.writeString(
            file, Long.toString(ProcessHandle.current().pid()), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new DeviceLostException("lost by the test");
    }

    @Override
    public void join() {
      // Arrays are every thread's.
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
