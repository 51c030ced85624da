// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkStart;
import io.agegender.jobs.nightly.NightlyRunner;
import io.agegender.jobs.nightly.NightlySettings;
import io.agegender.jobs.nightly.OnFailure;
import io.agegender.jobs.spark.Causes;
import io.agegender.regression.Measure;
import io.agegender.regression.baseline.CheckResult;
import io.agegender.regression.baseline.ErrorCode;
import io.agegender.regression.baseline.Outcome;
import io.agegender.regression.history.Freshness;
import io.agegender.regression.history.History;
import io.agegender.regression.history.HistoryTable;
import io.agegender.regression.history.TrendSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender nightly}. */
@Command(
    name = "nightly",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the whole way on a pinned subset and compares it with the baseline.",
      "It makes pictures, a dataset, runs of all networks, predictions and the report. Settings: section nightly, conf/nightly.conf.",
      "Exit code 0: the same; 1: failed; 2: usage, configuration or nothing to compare with;",
      "4: drift; 5: stale."
    })
final class NightlyCommand extends BaseCommand {
  @Option(
      names = "--accept",
      description = "Record this nightly run as the baseline; the old one is kept.")
  private boolean accept;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why it is accepted; goes into the baseline.")
  private String reason = "";

  @Option(names = "--history", description = "Only print all nightly runs.")
  private boolean history;

  @Option(
      names = "--assert-fresh",
      paramLabel = "TIME",
      description =
          "Only check that the last good nightly run is younger, such as 26h; else exit code 5.")
  private String limit;

  @Override
  protected Optional<Path> defaultConfiguration() {
    return DemoCommand.shipped("nightly.conf");
  }

  @Override
  protected int run(Config config) {
    if (accept == reason.isBlank()) {
      throw new UsageException(
          accept
              ? "--accept needs --reason \"...\": who reads the baseline later wants to know why it changed"
              : "--reason belongs to --accept");
    }
    if (history) {
      TrendSettings trend = SettingsReader.read(config, TrendSettings::read);
      out().print(HistoryTable.render(history(config).lines(), trend));
      return Problems.DONE;
    }
    return limit == null ? nightly(config) : fresh(config);
  }

  private static History history(Config config) {
    return new History(NightlyRunner.storage(NightlySettings.folder(config)));
  }

  private int fresh(Config config) {
    Duration wanted;
    try {
      wanted = ConfigFactory.parseString("limit = \"" + limit + "\"").getDuration("limit");
    } catch (ConfigException e) {
      throw new UsageException("--assert-fresh %s: say a time such as 26h".formatted(limit), e);
    }
    Freshness freshness = Freshness.of(history(config).lines(), Instant.now());
    String text = freshness.describe(wanted);
    out().println(text);
    if (freshness.isWithin(wanted)) {
      return Problems.DONE;
    }
    hook(config, new OnFailure.Report("stale", Problems.STALE, ErrorCode.OTHER, text, ""));
    return Problems.STALE;
  }

  private int nightly(Config config) {
    NightlyRunner.Result result;
    try {
      NightlySettings settings = NightlySettings.from(config);
      NightlyRunner runner =
          new NightlyRunner(
              config,
              settings,
              () -> SettingsReader.read(config, SparkStart::read).computing(name(), master()),
              Clock.systemUTC(),
              progress());
      result = accept ? runner.accept(reason) : runner.compare();
    } catch (RuntimeException e) {
      Throwable root = Causes.root(e);
      hook(config, OnFailure.Report.of(root, Problems.exitCode(root)));
      throw e;
    }
    print(result);
    int code = exitCode(result.line().outcome());
    if (code != Problems.DONE) {
      hook(
          config,
          new OnFailure.Report(
              result.line().outcome().key(),
              code,
              ErrorCode.OTHER,
              result.line().reason(),
              result.page().toString()));
    }
    return code;
  }

  private void print(NightlyRunner.Result result) {
    result.notes().forEach(note -> out().println("note: " + note));
    for (CheckResult check : result.comparison().results()) {
      out()
          .printf(
              Locale.ROOT,
              "%-50s %-14s %7.1f s%n",
              check.name(),
              check.agreement().title(),
              check.seconds());
      if (!check.isGood()) {
        out().println("    " + check.finding());
        check.provenance().forEach(difference -> out().println("    " + difference));
      }
    }
    out().println("band " + result.bands().origin());
    out()
        .printf(
            Locale.ROOT,
            "%s (baseline %d), %.1f minutes, at most %.2f GiB resident%s%n",
            result.line().outcome().key(),
            result.line().baseline(),
            result.line().measures().get(Measure.Kind.SECONDS.whole()) / 60,
            result.line().measures().get(Measure.Kind.RESIDENT.whole()) / (1L << 30),
            result.line().reason().isEmpty() ? "" : ": " + result.line().reason());
    out().println("page: " + result.page());
  }

  private static void hook(Config config, OnFailure.Report report) {
    OnFailure.run(
        config.getString("nightly.on-failure"),
        config.getDuration("nightly.on-failure-timeout"),
        report);
  }

  private static int exitCode(Outcome outcome) {
    return switch (outcome) {
      case SAME, ACCEPTED -> Problems.DONE;
      case DRIFT -> Problems.DRIFT;
      case NOT_COMPARABLE -> Problems.USAGE;
      case FAILED, KILLED -> Problems.FAILED;
    };
  }
}
