package io.agegender.jobs.nightly;

import com.typesafe.config.Config;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.prepare.PrepareSettings;
import io.agegender.regression.history.TrendSettings;
import io.agegender.report.ReportSettings;
import io.agegender.score.ScoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code nightly} of the configuration.
 *
 * @param folder where everything of the nights is
 * @param raw a raw tree; empty: synthetic faces
 * @param start where start weights come from
 * @param runs what is trained
 * @param bandMeasure when the band is measured
 * @param bandSeeds with which seeds
 * @param bandMargin what the largest difference is multiplied by
 * @param trend when a night counts as slow
 * @param onFailure a command for the shell; empty: none
 * @param onFailureTimeout how long it may take
 * @param stallTimeout a night without progress for so long is ended
 */
public record NightlySettings(
    Path folder,
    Optional<Path> raw,
    StartSource start,
    List<NightlyRun> runs,
    BandMeasure bandMeasure,
    List<Long> bandSeeds,
    double bandMargin,
    TrendSettings trend,
    String onFailure,
    Duration onFailureTimeout,
    Duration stallTimeout) {
  public NightlySettings {
    runs = List.copyOf(runs);
    bandSeeds = List.copyOf(bandSeeds);
  }

  /** Where start weights come from. */
  public enum StartSource {
    /** Drawn anew each night. */
    MADE_UP,
    /** {@code start-weights.folder}. */
    FOLDER
  }

  /** When the band is measured while a baseline is accepted. */
  public enum BandMeasure {
    /** If ND4J computes on a GPU. */
    GPU,
    /** Whatever it computes on. */
    ALWAYS,
    /** Not at all. */
    NEVER
  }

  /**
   * The whole section, and a look at those that a night uses besides.
   *
   * @throws UsageException if a value is wrong
   */
  public static NightlySettings from(Config config) {
    SampleSettings.from(config);
    PrepareSettings.from(config);
    ScoreSettings.from(config);
    ReportSettings.from(config);
    Config section = config.getConfig("nightly");
    double margin = section.getDouble("band.margin");
    List<Long> seeds = section.getLongList("band.seeds");
    if (margin < 1 || seeds.isEmpty()) {
      throw new UsageException(
          "%s: nightly.band: margin is %s (at least 1), seeds are %s (at least one)"
              .formatted(Settings.where(config, "nightly.band.margin"), margin, seeds));
    }
    return new NightlySettings(
        folder(config),
        Optional.of(section.getString("raw")).filter(r -> !r.isBlank()).map(Path::of),
        Choice.of(StartSource.class, "nightly.start-weights", section.getString("start-weights")),
        NightlyRun.from(config),
        Choice.of(BandMeasure.class, "nightly.band.measure", section.getString("band.measure")),
        seeds,
        margin,
        TrendSettings.from(config),
        section.getString("on-failure"),
        section.getDuration("on-failure-timeout"),
        section.getDuration("stall-timeout"));
  }

  /** The folder alone, for looking at what is there. */
  public static Path folder(Config config) {
    String folder = config.getString("nightly.folder");
    if (folder.isBlank() || folder.contains("://")) {
      throw new UsageException(
          "%s: nightly.folder is '%s'; name a folder of this machine's file system"
              .formatted(Settings.where(config, "nightly.folder"), folder));
    }
    return Path.of(folder).toAbsolutePath().normalize();
  }
}
