// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a remote store refused, and what to do: connectors answer with several lines of their own,
 * which have the store's error code somewhere in them.
 */
final class RemoteReason {
  /** What is left of an error code where an answer has no body. */
  private static final String FORBIDDEN = "403 Forbidden";

  /**
   * By a class's simple name, or by the error code in a message; the first that is found counts.
   */
  private static final Map<String, String> REASONS = reasons();

  private static final String UNREACHABLE =
      "the store cannot be reached (%s); correct its address (of S3 fs.s3a.endpoint), or look after"
          + " the network";

  private RemoteReason() {}

  private static Map<String, String> reasons() {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put(
        "NoAuthWithAWSException",
        "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
            + " fs.s3a.aws.credentials.provider");
    reasons.put(
        "InvalidAccessKeyId",
        "the store does not know the access key; correct AWS_ACCESS_KEY_ID or fs.s3a.access.key");
    reasons.put(
        "SignatureDoesNotMatch",
        "the store refuses the secret key; correct AWS_SECRET_ACCESS_KEY or fs.s3a.secret.key");
    reasons.put(
        "RequestTimeTooSkewed",
        "this machine's clock and the store's differ too much; set the clock (NTP)");
    reasons.put(
        "NoSuchBucket",
        "there is no such bucket; make it, or correct its name or the store's address"
            + " (fs.s3a.endpoint)");
    reasons.put("UnknownStoreException", reasons.get("NoSuchBucket"));
    reasons.put(
        "AccessDenied",
        "permission denied by the store; let the credentials list, read, write and delete there");
    reasons.put(
        FORBIDDEN,
        "the store refuses the request (403); check the keys, what they are allowed to do, and this"
            + " machine's clock");
    reasons.put("SlowDown", "the store asks to come later (503 Slow Down)");
    return reasons;
  }

  /** The reason in words, if it is one of those known. */
  static Optional<String> of(IOException e) {
    for (Map.Entry<String, String> reason : REASONS.entrySet()) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (isOf(cause, reason.getKey())) {
          return Optional.of(reason.getValue());
        }
      }
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return Optional.of(UNREACHABLE.formatted(cause.getMessage()));
      }
      if (cause instanceof UnknownHostException) {
        return Optional.of(UNREACHABLE.formatted("unknown host " + cause.getMessage()));
      }
      if (cause instanceof SocketException) {
        return Optional.of("the connection to the store broke (%s)".formatted(cause.getMessage()));
      }
    }
    return Optional.empty();
  }

  /**
   * An exception whose message is the reason in words; the same one if that is not known.
   *
   * @param look a request that is answered with a body, which may say more
   */
  static IOException explained(IOException e, Patience.Attempt<?> look) {
    if (e instanceof FileNotFoundException || e instanceof ExplainedException) {
      return e;
    }
    if (String.valueOf(e.getMessage()).contains(FORBIDDEN)) {
      try {
        Object unused = look.run();
      } catch (IOException more) {
        e.addSuppressed(more);
        return new ExplainedException(of(more).or(() -> of(e)).orElse(e.getMessage()), e);
      }
    }
    return of(e).<IOException>map(reason -> new ExplainedException(reason, e)).orElse(e);
  }

  private static boolean isOf(Throwable cause, String name) {
    String message = String.valueOf(cause.getMessage());
    return cause.getClass().getSimpleName().equals(name)
        || message.contains("Error Code: " + name)
        || message.contains(name + ":");
  }
}
