// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.GoldenFile;
import io.agegender.storage.FileStore;
import io.agegender.testing.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged histories: a value or a message. */
class HistoryFuzzTest {
  @TempDir Path dir;

  @Test
  void histories() throws Exception {
    History history =
        new History(FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration()));
    Fuzz.of("history.jsonl", GoldenFile.text("history.jsonl").getBytes(UTF_8))
        .run(
            1500,
            bytes -> {
              Files.write(dir.resolve(History.FILE), bytes);
              history.lines();
            });
  }
}
