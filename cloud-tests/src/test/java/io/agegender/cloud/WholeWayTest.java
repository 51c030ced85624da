// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.run.RunDirectory;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All commands that read and write datasets, runs and nightly runs, on S3 and on a local disk: the
 * same bytes, also if a driver is killed inside a checkpoint.
 */
@Tag("slow")
class WholeWayTest {
  private static final Duration AWAY = Duration.ofSeconds(4);

  /** Of a checkpoint without its looks at the lease: what docs/operating.md says. */
  private static final int REQUESTS = 10;

  private final S3Server server = S3Server.get();
  private final Configuration conf = server.configuration();

  @TempDir java.nio.file.Path dir;

  @Test
  void onS3CommandsWriteTheBytesOfALocalDiskAlsoAfterAKill() throws Exception {
    String raw = dir.resolve("raw").toString();
    done("sample-data", "--out", raw, "--faces", "40", "--size", "96");
    server.put(dir.resolve("raw"), "raw");
    server.put(SmallDefinition.write(dir), "age_small");

    both("prepare", "--raw", "@raw", "--out", "@dataset");
    assertSameFiles("dataset", "");
    assertThat(done("verify", "--dataset", S3Server.uri("dataset"))).contains("all sound");
    both("inspect", "--dataset", "@dataset", "--sheet", "@sheet.png");
    assertThat(store("sheet.png").hash("")).isEqualTo(local("sheet.png").hash(""));

    killedInsideACheckpoint(
        at("s3", train("train", "--definition", "@age_small", "--test-fold", "0")));
    int before = server.requests().size();
    goesAwayAtTheNextCheckpoint();
    List<String> swept =
        both(
            train(
                "sweep",
                "--set=sweep.targets=[]",
                "--set=sweep.definitions=[\"@age_small\"]",
                "--set=sweep.test-folds=[0]",
                "--set=sweep.check=warn",
                "--set=score.crop-modes=[centre]",
                "--set=score.batch-size=4"));
    assertThat(swept.get(1)).contains("parameters sha256").isEqualTo(swept.get(0));
    assertFewRequests(server.requests().subList(before, server.requests().size()));
    RunDirectory run = RunDirectory.list(new Path(S3Server.uri("runs")), conf).get(0);
    assertThat(logs(run)).contains("training from iteration 4", "finished, parameters sha256");
    String folder = new Path(S3Server.uri("")).toUri().relativize(run.path().toUri()).getPath();
    assertThat(run.predictionFiles()).isNotEmpty();
    assertSameFiles(folder + "/scores", "");

    both("score", "--dataset", "@dataset", "--run", "@" + folder, "--crop", "corner");
    assertSameFiles(folder + "/scores", "");
    both("report", "--runs", "@runs", "--out", "@report");
    assertSameFiles("report", "report.html");
    both(
        "heatmap",
        "--dataset",
        "@dataset",
        "--run",
        "@" + folder,
        "--out",
        "@maps",
        "--faces",
        "1");
    assertSameFiles("maps", "heatmap.json");
    both("report", "--runs", "@runs", "--out", "@report", "--heatmaps", "@maps");
    assertSameFiles("report", "report.html");
    both("export-weights", "--run", "@" + folder, "--out", "@weights");
    assertSameFiles("weights", "");

    done(
        "export-lmdb",
        "--dataset",
        S3Server.uri("dataset"),
        "--out",
        dir + "/lmdb",
        "--test-fold",
        "0",
        "--alignment",
        "aligned");
    both("import-lmdb", "--lmdb", dir + "/lmdb", "--out", "@imported");
    assertSameFiles("imported", "");
    aNightlyRunIsComparedWithABaselineOfALocalDisk();
    assertThat(server.requests()).extracting(S3Request::method).doesNotContain("COPY");
  }

  private void aNightlyRunIsComparedWithABaselineOfALocalDisk() throws IOException {
    String[] nightly = {
      "nightly",
      "--set=nightly.folder=@nights",
      "--set=nightly.runs=[{definition=\"@age_small\",workers=2}]",
      "--set=sample.faces=40",
      "--set=sample.size=96",
      "--set=train.averaging-frequency=2",
      "--set=train.batch-mode=per-worker",
      "--set=score.crop-modes=[centre]",
    };
    List<String> accepted = new ArrayList<>(at("local", nightly));
    accepted.addAll(List.of("--accept", "--reason", "the first"));
    done(accepted.toArray(String[]::new));
    server.put(dir.resolve("nights/baselines"), "nights/baselines");
    assertThat(done(at("s3", nightly).toArray(String[]::new)))
        .contains("same (baseline 1)", "page: " + S3Server.uri("nights/index.html"));
    assertThat(store("nights").lengths().keySet())
        .contains("history.jsonl", "index.html", "junit.xml")
        .noneMatch(file -> file.startsWith("work/"));
  }

  /** What train and sweep are told alike, so that both mean the same run. */
  private static String[] train(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "--dataset", "@dataset", "--out", "@runs"));
    all.addAll(
        List.of(
            "--set=train.workers=2",
            "--set=train.averaging-frequency=2",
            "--set=train.batch-mode=per-worker",
            "--set=train.missing-classes=warn"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** SIGKILL while the third checkpoint is on its way. */
  private void killedInsideACheckpoint(List<String> arguments) throws Exception {
    AtomicReference<Process> driver = new AtomicReference<>();
    server.watch(
        request -> {
          if (request.puts("momentum.f32") && request.path().contains("/checkpoints/0000006-")) {
            driver.get().destroyForcibly();
          }
        });
    java.nio.file.Path log = dir.resolve("driver.log");
    driver.set(Command.start(server, log, arguments));
    try {
      assertThat(driver.get().waitFor(2, TimeUnit.MINUTES)).as("the driver ends").isTrue();
      assertThat(driver.get().exitValue()).as(Files.readString(log)).isEqualTo(137);
    } finally {
      driver.get().destroyForcibly().waitFor();
      server.watch(request -> {});
    }
    assertThat(RunDirectory.list(new Path(S3Server.uri("runs")), conf))
        .singleElement()
        .satisfies(run -> assertThat(run.checkpoints().iterations()).containsExactly(2, 4));
  }

  /** Everything is answered with 503 for some seconds. */
  private void goesAwayAtTheNextCheckpoint() {
    AtomicBoolean away = new AtomicBoolean();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    server.watch(
        request -> {
          if (request.puts("/checkpoint.json") && !away.getAndSet(true)) {
            server.fault(S3Fault.SLOW_DOWN, Integer.MAX_VALUE, any -> true);
            ScheduledFuture<?> unused =
                clock.schedule(server::heal, AWAY.toMillis(), TimeUnit.MILLISECONDS);
            clock.shutdown();
          }
        });
  }

  /**
   * From the state of iteration 8 to that of iteration 10: a checkpoint with all that is noted of
   * it, and the removal of an older one.
   */
  private static void assertFewRequests(List<S3Request> ofSweep) {
    List<Integer> states =
        IntStream.range(0, ofSweep.size())
            .filter(i -> ofSweep.get(i).puts("/state.json"))
            .boxed()
            .toList();
    List<S3Request> one = ofSweep.subList(states.get(2) + 1, states.get(3) + 1);
    String removed =
        one.stream()
            .filter(r -> r.method().equals("DELETE"))
            .map(r -> r.path().replaceFirst(".*/checkpoints/(\\d+-\\d+).*", "$1"))
            .findFirst()
            .orElse("nothing");
    // The last one looks whether its parent has anything left.
    List<S3Request> removing =
        one.stream().filter(r -> r.isAbout(removed) || r.isAbout("checkpoints%2F&")).toList();
    List<S3Request> log = one.stream().filter(r -> r.isAbout("logs")).toList();
    // A look holds for a second, and a renewal comes after five: the time makes their number.
    List<S3Request> lease = one.stream().filter(r -> r.isAbout("_lease")).toList();
    assertThat(removing).as("%s", removing).isNotEmpty().hasSizeLessThanOrEqualTo(7);
    assertThat(log).as("%s", log).hasSizeLessThanOrEqualTo(2);
    assertThat(one.size() - removing.size() - log.size() - lease.size())
        .as("%s", one)
        .isLessThanOrEqualTo(REQUESTS);
  }

  /** Runs a command on the local disk and on S3; {@code @} stands for the place. */
  private List<String> both(String... arguments) {
    List<String> printed = new ArrayList<>();
    for (String place : List.of("local", "s3")) {
      printed.add(done(at(place, arguments).toArray(String[]::new)));
    }
    return printed;
  }

  private List<String> at(String place, String... arguments) {
    String root = place.equals("s3") ? S3Server.uri("") : dir.resolve("") + "/";
    return List.of(arguments).stream().map(a -> a.replace("@", root)).toList();
  }

  private static String done(String... arguments) {
    Command command = Command.run(arguments);
    assertThat(command.code()).as("%s%n%s", String.join(" ", arguments), command.err()).isZero();
    return command.out();
  }

  private FileStore store(String name) {
    return FileStore.of(new Path(S3Server.uri(name)), conf);
  }

  private FileStore local(String name) {
    return FileStore.of(new Path(dir.resolve(name).toUri()), conf);
  }

  /**
   * @param except a file that names its place
   */
  private void assertSameFiles(String folder, String except) {
    Map<String, String> expected = hashes(local(folder));
    Map<String, String> found = hashes(store(folder));
    Optional.of(except)
        .filter(file -> !file.isEmpty())
        .ifPresent(
            file -> {
              assertThat(expected.remove(file)).isNotNull();
              assertThat(found.remove(file)).isNotNull();
            });
    assertThat(found).as(folder).isNotEmpty().isEqualTo(expected);
  }

  private static Map<String, String> hashes(FileStore folder) {
    Map<String, String> hashes = new TreeMap<>();
    folder.lengths().keySet().forEach(file -> hashes.put(file, folder.hash(file)));
    return hashes;
  }

  private String logs(RunDirectory run) throws IOException {
    FileStore folder = FileStore.of(new Path(run.path(), "logs"), conf);
    StringBuilder text = new StringBuilder();
    for (Path file : folder.filesEndingWith(".log")) {
      text.append(new String(folder.read(file.getName()), java.nio.charset.StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
