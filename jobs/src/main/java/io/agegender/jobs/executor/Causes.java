package io.agegender.jobs.executor;

import io.agegender.problem.FailedException;
import io.agegender.problem.UsageException;
import java.util.List;

/** Finds the problem in what Spark makes of it. */
public final class Causes {
  private Causes() {}

  /** The problem that explains an exception, which Spark may have wrapped; else the exception. */
  public static Throwable root(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageException || cause instanceof FailedException) {
        return cause;
      }
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
