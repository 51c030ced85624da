// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import com.typesafe.config.Config;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.network.definition.Initialisation;
import io.agegender.prepare.PrepareSettings;
import io.agegender.regression.history.TrendSettings;
import io.agegender.report.ReportSettings;
import io.agegender.score.ScoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The section {@code nightly} of the configuration.
 *
 * @param folder where everything of the nightly runs is
 * @param raw a raw tree; empty: synthetic faces
 * @param start where pretrained weights come from
 * @param runs what is trained
 * @param band how the band is measured
 * @param trend when a nightly run counts as slow
 * @param stallTimeout a nightly run without progress for so long is ended
 */
public record NightlySettings(
    Path folder,
    Optional<Path> raw,
    PretrainedFrom start,
    List<NightlyRun> runs,
    Band band,
    TrendSettings trend,
    Duration stallTimeout) {
  public NightlySettings {
    runs = List.copyOf(runs);
  }

  /**
   * How the band is measured.
   *
   * @param measure when
   * @param seeds with which seeds
   * @param margin what the largest difference is multiplied by
   */
  public record Band(BandMeasure measure, List<Long> seeds, double margin) {
    public Band {
      seeds = List.copyOf(seeds);
    }
  }

  /** Where pretrained weights come from. */
  public enum PretrainedFrom {
    /** Random weights, generated in each nightly run. */
    RANDOM,
    /** {@code pretrained.folder}. */
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
   * The whole section, and a look at those that a nightly run uses besides.
   *
   * @throws io.agegender.foundation.error.UsageException if a value is wrong
   */
  public static NightlySettings from(Config config) {
    return SettingsReader.read(config, NightlySettings::read);
  }

  private static NightlySettings read(SettingsReader settings) {
    SettingsReader nightly = settings.section("nightly");
    Object[] unused = {
      nightly.text("on-failure"),
      nightly.duration("on-failure-timeout"),
      SampleSettings.read(settings),
      PrepareSettings.read(settings),
      ScoreSettings.read(settings),
      ReportSettings.read(settings)
    };
    List<NightlyRun> runs = NightlyRun.from(settings.config());
    PretrainedFrom start = nightly.choice(PretrainedFrom.class, "pretrained");
    nightly.require(
        runs.stream()
            .noneMatch(
                run ->
                    run.settings(settings.config()).name().initialisation()
                        == Initialisation.START_FROM),
        "runs",
        "configurations that start from fillers or published models");
    nightly.require(
        start != PretrainedFrom.RANDOM
            || runs.stream()
                .map(run -> run.settings(settings.config()).name())
                .allMatch(
                    name ->
                        name.architecture().isBuiltIn()
                            || name.initialisation() == Initialisation.FROMSCRATCH),
        "pretrained",
        "folder: no weights are generated for a network of nightly.runs that is not built in");
    return new NightlySettings(
        nightly.path("folder"),
        nightly.optional("raw").map(raw -> nightly.path("raw")),
        start,
        runs,
        new Band(
            nightly.choice(BandMeasure.class, "band.measure"),
            nightly.seeds("band.seeds"),
            nightly.number("band.margin", v -> v >= 1, "at least 1")),
        TrendSettings.read(settings),
        nightly.duration("stall-timeout"));
  }

  /** The folder alone, for looking at what is there. */
  public static Path folder(Config config) {
    return SettingsReader.read(config, settings -> settings.path("nightly.folder"));
  }
}
