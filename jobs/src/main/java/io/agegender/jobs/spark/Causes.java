// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.CauseChain;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.util.List;
import java.util.Optional;

/** Finds the problem in what Spark makes of it. */
public final class Causes {
  private Causes() {}

  /**
   * The problem that explains an exception, which Spark may have wrapped; else the exception. After
   * a request to stop it is that, whatever the cancelled work ended with.
   */
  public static Throwable root(Throwable e) {
    Optional<StoppedException> stopped = StopRequest.made();
    if (stopped.isPresent()) {
      return stopped.get();
    }
    Optional<Throwable> ours =
        CauseChain.of(e)
            .filter(c -> c instanceof UsageException || c instanceof FailedException)
            .findFirst();
    if (ours.isPresent()) {
      return ours.get();
    }
    // An executor's exception may come as text only.
    String text = String.valueOf(e.getMessage());
    for (Class<?> kind : List.of(UsageException.class, FailedException.class)) {
      int at = text.indexOf(kind.getName() + ": ");
      if (at >= 0) {
        String message = text.substring(at + kind.getName().length() + 2).split("\n\tat ", 2)[0];
        return kind == UsageException.class
            ? new UsageException(message.strip(), e)
            : new FailedException(message.strip(), e);
      }
    }
    return e;
  }
}
