// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.JsonReader;
import io.agegender.storage.FileStore;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the heat maps of runs for their report. */
public final class HeatmapPage {
  /** The folder beside that of the runs which is looked at when nobody names one. */
  public static final String FOLDER = "heatmaps";

  private static final Logger LOG = LoggerFactory.getLogger(HeatmapPage.class);

  private HeatmapPage() {}

  /**
   * The page of a folder, if it is there and shows one of some runs.
   *
   * @param titles of the runs, such as {@code age_net_definitions/fold-0}
   */
  public static Optional<Path> showing(FileStore folder, Set<String> titles) {
    if (!folder.isFile(HeatmapFolder.ABOUT) || !folder.isFile(HeatmapSheet.FILE)) {
      return Optional.empty();
    }
    try {
      JsonReader about =
          JsonReader.own(
              folder.path(HeatmapFolder.ABOUT).toString(),
              "draw the heat maps again",
              folder.read(HeatmapFolder.ABOUT));
      return about.get("networks").list(HeatmapPage::title).stream().anyMatch(titles::contains)
          ? Optional.of(folder.path(HeatmapSheet.FILE))
          : Optional.empty();
    } catch (FailedException e) {
      LOG.warn("the report has no link to heat maps: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static String title(JsonReader network) {
    return "%s/fold-%d".formatted(network.get("run").text(), network.get("fold").count());
  }
}
