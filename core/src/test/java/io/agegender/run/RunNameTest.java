// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import org.junit.jupiter.api.Test;

class RunNameTest {
  @Test
  void thereAre38AndEachNameIsReadBack() {
    assertThat(Originals.runs()).hasSize(38);
    assertThat(RunName.all()).allSatisfy(n -> assertThat(RunName.parse(n.toString())).isEqualTo(n));
    assertThat(RunName.all().stream().map(RunName::toString))
        .contains(
            "age_finetuning_googlenet_mixed",
            "gender_net_definitions_unaligned",
            "age_imdbwiki_vgg16",
            "gender_fromscratch_caffereference");
  }

  @Test
  void everyNetworkCanStartFromAnotherRunUnderANameOfItsOwn() {
    assertThat(RunName.startingFromRuns())
        .filteredOn(n -> Originals.architectures().contains(n.architecture()))
        .hasSize(22);
    assertThat(RunName.startingFromRuns())
        .doesNotContainAnyElementsOf(RunName.all())
        .allSatisfy(n -> assertThat(RunName.parse(n.toString())).isEqualTo(n))
        .extracting(RunName::toString)
        .contains("age_start-from_net_definitions", "gender_start-from_vgg16_mixed");
  }

  @Test
  void unknownNamesAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> RunName.parse("age_net_definition"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean 'age_net_definitions'?");
  }

  @Test
  void vggFromScratchIsRefusedWithTheReason() {
    assertThatThrownBy(() -> RunName.parse("age_fromscratch_vgg16"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no fillers");
  }
}
