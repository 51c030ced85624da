// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BroadcastBlockId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class BroadcastsTest {
  @Test
  void aDestroyedBroadcastIsGoneBeforeSparksCleanerCanMeetIt() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("broadcasts")
            .set("spark.ui.enabled", "false")
            // Many pieces, so that removing them takes a while.
            .set("spark.broadcast.blockSize", "4k");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      for (int i = 0; i < 20; i++) {
        Broadcast<byte[]> broadcast = spark.broadcast(new byte[4 << 20]);
        BroadcastBlockId whole = new BroadcastBlockId(broadcast.id(), "");
        assertThat(SparkEnv.get().blockManager().getStatus(whole).isDefined()).isTrue();
        Broadcasts.destroy(broadcast);
        assertThat(SparkEnv.get().blockManager().getStatus(whole).isDefined()).isFalse();
        for (int piece = 0; piece < 64; piece++) {
          BroadcastBlockId part = new BroadcastBlockId(broadcast.id(), "piece" + piece);
          assertThat(SparkEnv.get().blockManager().getStatus(part).isDefined()).isFalse();
        }
      }
    }
  }
}
