// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

/** What the server does instead of what it was asked for. */
public enum S3Fault {
  /** Asks to come again later. */
  SLOW_DOWN(503, "SlowDown", "Please reduce your request rate."),
  /** The credentials do not reach so far. */
  DENIED(403, "AccessDenied", "Access Denied"),
  /** The client's clock is wrong. */
  CLOCK(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large."),
  /** Takes half of the body, if there is one, and resets the connection. */
  RESET(0, "", "");

  private final int status;
  private final String code;
  private final String message;

  S3Fault(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  int status() {
    return status;
  }

  String body() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message><RequestId>0</RequestId></Error>"
        .formatted(code, message);
  }
}
