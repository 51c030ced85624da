// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.split.SplitReport;
import io.agegender.foundation.json.Json;
import java.util.List;

/**
 * Where every row went, and what the lists hold and share.
 *
 * @param accounts per target and alignment
 * @param splits per target, alignment and test fold
 */
public record DatasetReport(List<Accounting> accounts, List<SplitReport> splits) {
  /** As JSON with kebab-case keys. */
  public String json() {
    return Json.prettyRecord(this) + "\n";
  }

  /** As tables for people. */
  public String text() {
    return ReportText.of(this);
  }
}
