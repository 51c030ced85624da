// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeatmapPageTest {
  private static final String ABOUT =
      "{\"networks\": [{\"run\": \"age_net_definitions\", \"fold\": 1}]}";

  @TempDir Path dir;

  private Optional<org.apache.hadoop.fs.Path> page(String... titles) {
    return HeatmapPage.showing(
        FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration()),
        Set.of(titles));
  }

  @Test
  void onlyAFinishedPageThatShowsOneOfTheRunsIsFound() throws IOException {
    assertThat(page("age_net_definitions/fold-1")).isEmpty();
    Files.writeString(dir.resolve("heatmap.json"), ABOUT);
    assertThat(page("age_net_definitions/fold-1")).as("no page yet").isEmpty();
    Files.writeString(dir.resolve("index.html"), "<html>");
    assertThat(page("gender_net_definitions/fold-1", "age_net_definitions/fold-1"))
        .hasValueSatisfying(page -> assertThat(page.getName()).isEqualTo("index.html"));
    assertThat(page("age_net_definitions/fold-0")).as("another fold").isEmpty();
  }

  @Test
  void aDamagedFolderCostsTheLinkAndNotTheReport() throws IOException {
    Files.writeString(dir.resolve("index.html"), "<html>");
    for (String damaged : new String[] {"", "{}", ABOUT.replace("1}", "-1}"), "[1]"}) {
      Files.writeString(dir.resolve("heatmap.json"), damaged);
      assertThat(page("age_net_definitions/fold-1")).as(damaged).isEmpty();
    }
  }
}
