// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  @Test
  void theLastLineIsWrittenOverTheOthersAndEnded() {
    StringWriter terminal = new StringWriter();
    try (TerminalProgress progress =
        new TerminalProgress(new PrintWriter(terminal), "prepare", 4, "pictures")) {
      progress.at(1, "a note that is rather long");
      progress.at(4, "");
    }
    String[] lines = terminal.toString().split("\r", -1);
    String last = lines[lines.length - 1];
    assertThat(last)
        .startsWith("prepare: 4 of 4 pictures (100 %)")
        .endsWith(System.lineSeparator());
    assertThat(terminal.toString().trim()).doesNotContain("\n");
  }
}
