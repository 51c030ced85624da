// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  private static final String C_LOCALE = "ANSI_X3.4-1968";

  @Test
  void lettersThatTheLocaleLacksAreRefusedWithWhatToSet() {
    for (String name : List.of("r\u00f4h/fold_0_data.txt", "r\uFFFD\uFFFDh", "\u9854.jpg")) {
      assertThatThrownBy(() -> FileNames.require(name, C_LOCALE))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(name)
          .hasMessageContaining(C_LOCALE)
          .hasMessageContaining("set LC_ALL=C.UTF-8");
    }
    assertThatThrownBy(() -> FileNames.require("\u9854.jpg", "ISO-8859-1"))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void whatTheLocaleHasIsTaken() {
    assertThatCode(
            () -> {
              FileNames.require("10@N01/p.jpg", C_LOCALE);
              FileNames.require("r\u00f4h", "ISO-8859-1");
              FileNames.require("r\u00f4h", "UTF-8");
              FileNames.require("r\uFFFDh", "UTF-8");
            })
        .doesNotThrowAnyException();
  }
}
