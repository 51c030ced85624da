// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassLabelsTest {
  @Test
  void groupsAreSpelledAsAdiencesAndComeBackFromWhatIsNoted() {
    ClassLabels groups = ClassLabels.age(List.of("0-12", " (13, 19) ", "20", "21 \u2013 120"));
    assertThat(groups.labels()).containsExactly("(0, 12)", "(13, 19)", "(20, 20)", "(21, 120)");
    Map<String, String> facts = new TreeMap<>();
    groups.note(facts);
    assertThat(facts).containsExactly(Map.entry("age-groups", groups.text()));
    assertThat(ClassLabels.of(Target.AGE, facts)).isEqualTo(groups);
    assertThat(ClassLabels.of(Target.GENDER, facts).labels()).containsExactly("m", "f");
  }

  @Test
  void adiencesOwnAreNotNotedSoThatOlderDatasetsAndRunsStayWhatTheyAre() {
    Map<String, String> facts = new TreeMap<>();
    ClassLabels.of(Target.AGE).note(facts);
    ClassLabels.age(List.of("0-2", "4-6", "8-12", "15-20", "25-32", "38-43", "48-53", "60-100"))
        .note(facts);
    assertThat(facts).isEmpty();
    assertThat(ClassLabels.of(Target.AGE, facts).count()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0-100            | 1 age groups
          0-12;young       | 'young' is not an age group
          0-12;12-20       | '12-20' begins at or before the end of the one before it (12)
          20-30;0-10       | '0-10' begins at or before
          0-12;20-13       | '20-13' must end at or after its beginning
          0-12;13-121      | at most at 120
          """)
  void whatIsNotAListOfGroupsIsRefusedByItsGroup(String groups, String message) {
    assertThatThrownBy(() -> ClassLabels.age(List.of(groups.split(";"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
