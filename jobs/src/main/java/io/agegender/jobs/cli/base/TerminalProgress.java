package io.agegender.jobs.cli.base;

import io.agegender.foundation.progress.LogProgress;
import io.agegender.foundation.progress.Progress;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal. */
final class TerminalProgress implements Progress {
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

  private final ProgressBar bar;

  private TerminalProgress(String task, long total, String unit) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed()
            .build();
  }

  /** Bars where a person looks at a terminal, lines in a log elsewhere. */
  static Progress.Factory factory() {
    return System.console() != null
        ? TerminalProgress::new
        : (task, total, unit) -> new LogProgress(task, total, unit, LOG_INTERVAL);
  }

  @Override
  public void at(long done, String note) {
    bar.stepTo(done);
    bar.setExtraMessage(note);
  }

  @Override
  public void close() {
    bar.close();
  }
}
