// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.IOException;

/** What a file system answered, with a message that is the reason in words. */
final class ExplainedException extends IOException {
  private static final long serialVersionUID = 1;

  ExplainedException(String reason, IOException cause) {
    super(reason, cause);
  }
}
