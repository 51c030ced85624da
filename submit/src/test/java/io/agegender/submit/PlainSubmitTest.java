// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own spark-submit with the file of properties and the jar, and nothing else. */
@Tag("slow")
class PlainSubmitTest {
  @TempDir Path dir;
  private SparkHome spark;

  @BeforeEach
  void layOut() throws IOException {
    spark = SparkHome.in(dir.resolve("spark"));
  }

  private List<String> sweep(String... options) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "--properties-file",
            SparkHome.ROOT.resolve("submit/agegender.properties").toString(),
            "--class",
            "io.agegender.jobs.cli.Main"));
    words.addAll(List.of(options));
    words.add(SparkHome.program().toString());
    words.addAll(SmallSweep.made().command(dir.resolve("runs")));
    return words;
  }

  @Test
  void inOneJvmItGivesTheBitsOfTheWrapper() throws Exception {
    Ended ended = spark.submit(sweep("--master", "local[2]"));
    assertThat(ended.code()).as(ended.log()).isZero();
    assertThat(SmallSweep.hashes(ended.out())).isEqualTo(SmallSweep.made().hashes());
  }

  @Test
  void onExecutorsOfTheirOwnItGivesTheSameBits() throws Exception {
    // Options of the user's in the place of the file's.
    Ended ended =
        spark.submit(
            sweep(
                "--master",
                "local-cluster[2,1,1024]",
                "--conf",
                "spark.executor.extraJavaOptions=" + SparkHome.QUICK_START,
                "--conf",
                "spark.executor.memory=1g"));
    assertThat(ended.code()).as(ended.log()).isZero();
    assertThat(SmallSweep.hashes(ended.out())).isEqualTo(SmallSweep.made().hashes());
  }

  @Test
  void withoutAThreadCountItIsRefusedInOneLine() throws Exception {
    Ended ended = spark.with("OMP_NUM_THREADS", "").submit(sweep("--master", "local[2]"));
    assertThat(ended.code()).as(ended.log()).isEqualTo(2);
    assertThat(ended.log().lines().filter(line -> line.startsWith("agegender:")))
        .singleElement()
        .asString()
        .contains("OMP_NUM_THREADS is not set");
    assertThat(dir.resolve("runs")).doesNotExist();
  }
}
