// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.foundation.error.FailedException;
import io.agegender.storage.FileStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened between one start of a run and its end, in words; each start has a file of its own.
 * The whole file is written anew with each line, because not every file system can append, so lines
 * belong minutes apart. A log that cannot be written is a warning and does not end the run. Not
 * thread-safe.
 */
public final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  /** No colons, which Hadoop's paths do not allow. */
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z.log'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final FileStore file;
  private final StringBuilder text = new StringBuilder();
  private boolean written = true;

  RunLog(FileStore folder, Instant start) {
    this.file = folder.folder(NAME.format(start));
  }

  /** Adds a line, or several. */
  public void note(String line) {
    add(line);
    flush();
  }

  /** Adds a line, or several, that are written with the next ones, or by {@link #flush}. */
  public void add(String line) {
    text.append(Instant.now().truncatedTo(ChronoUnit.SECONDS)).append(' ').append(line);
    text.append('\n');
    written = false;
  }

  /** Writes what was added. */
  public void flush() {
    if (written) {
      return;
    }
    written = true;
    try {
      file.write("", text.toString());
    } catch (FailedException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  /** Adds a line and the stack trace of what it tells. */
  public void failure(String line, Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    note(line + '\n' + trace.toString().stripTrailing());
  }
}
