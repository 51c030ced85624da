// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelPolicyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(0, 2);     0;  0;  0",
        "(60, 100);  7;  7;  7",
        "(25, 32);   4;  4;  4",
        "(25, 23);  -1;  4;  4",
        "(27, 32);  -1; -1;  4",
        "(38, 42);  -1; -1;  5",
        "2;         -1; -1;  0",
        "13;        -1; -1;  2",
        "29;        -1; -1;  4",
        "32;        -1; -1;  4",
        "42;        -1; -1;  5",
        "35;        -1; -1; -1",
        "3;         -1; -1; -1",
        "22;        -1; -1; -1",
        "57;        -1; -1; -1",
        "(38, 48);  -1; -1; -1",
        "(8, 23);   -1; -1; -1",
        "None;      -1; -1; -1",
        "(25 32);   -1; -1; -1",
      })
  void agesByPolicy(String label, int original, int repaired, int extended) {
    assertThat(LabelPolicy.ORIGINAL.classOf(Target.AGE, label)).isEqualTo(original);
    assertThat(LabelPolicy.REPAIRED.classOf(Target.AGE, label)).isEqualTo(repaired);
    assertThat(LabelPolicy.EXTENDED.classOf(Target.AGE, label)).isEqualTo(extended);
  }

  @Test
  void gendersDoNotDependOnThePolicy() {
    for (LabelPolicy policy : LabelPolicy.values()) {
      assertThat(List.of("m", "f", "u", "", "13"))
          .extracting(label -> policy.classOf(Target.GENDER, label))
          .containsExactly(0, 1, -1, -1, -1);
    }
  }

  @Test
  void anUnknownPolicyIsNamedWithTheNearest() {
    Assertions.assertThatThrownBy(() -> Choice.of(LabelPolicy.class, "prepare.labels", "repared"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean 'repaired'?");
  }
}
