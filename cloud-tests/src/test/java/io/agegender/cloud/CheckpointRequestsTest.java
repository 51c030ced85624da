// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.run.Checkpoints;
import io.agegender.run.Retention;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a checkpoint of AdienceNet's size costs on S3; docs/operating.md says so. */
@Tag("slow")
class CheckpointRequestsTest {
  private static final int ADIENCE_NET = 11_415_048;
  private static final Retention KEEP = new Retention(2, 1);

  private final S3Server server = S3Server.get();

  @Test
  void aCheckpointIsThreeUploadsAndAnOldOneGoesInFiveRequests() {
    FileStore run = FileStore.of(new Path(S3Server.uri("counted")), server.configuration());
    try (Lease lease = Lease.take(run, Duration.ofMinutes(10))) {
      Checkpoints checkpoints = new Checkpoints(run.folder("checkpoints"), "key");
      for (int iteration = 1; iteration <= 3; iteration++) {
        save(checkpoints, new float[1000], iteration, lease);
      }
      List<S3Request> requests = save(checkpoints, new float[ADIENCE_NET], 4, lease);
      assertThat(checkpoints.iterations()).containsExactly(1, 3, 4);
      List<S3Request> removing = requests.stream().filter(r -> r.isAbout("0000002-")).toList();
      assertThat(removing).as("%s", removing).hasSizeLessThanOrEqualTo(7);
      Map<String, Long> writing =
          new TreeMap<>(
              S3Server.kinds(requests.stream().filter(r -> !removing.contains(r)).toList()));
      assertThat(writing.remove("PUT")).isEqualTo(3);
      // Three looks whether a folder has the file's name, and at most two at the lease.
      assertThat(writing.remove("LIST")).isBetween(3L, 6L);
      assertThat(writing).isEmpty();
    }
  }

  private List<S3Request> save(
      Checkpoints checkpoints, float[] values, int iteration, Lease lease) {
    FloatChunks floats = FloatChunks.of(values);
    server.forget();
    String unused =
        checkpoints.save(
            new TrainingState(iteration, floats, floats),
            OptionalDouble.of(iteration),
            KEEP,
            lease);
    return server.requests();
  }
}
