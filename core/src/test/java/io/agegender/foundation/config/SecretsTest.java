// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.agegender.foundation.error.UsageException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void aPasswordInAnAddressIsInNoText() {
    String rendered =
        Settings.render(
            Settings.load(
                Optional.empty(),
                List.of("mlflow.tracking-uri=https://anna:pass@word@host:5000/x")));
    assertThat(rendered).contains("https://***@host:5000/x").doesNotContain("anna", "pass@word");
    assertThatThrownBy(
            () ->
                Settings.load(
                    Optional.empty(), List.of("mlflow.tracking-url=https://anna:word@host")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("***@host")
        .hasMessageNotContaining("word");
  }

  @Test
  void anySettingWhoseNameSaysThatItIsSecretIsHidden() {
    String rendered =
        Settings.render(
            ConfigFactory.parseString(
                "a { password = x1, api-key = x2, key = open, list = [\"ftp://u:x3@h\"], auth-token = 77 }"));
    assertThat(rendered).contains("open", "ftp://***@h").doesNotContain("x1", "x2", "x3", "77");
    assertThat(Secrets.hidden("a.password=x y")).isEqualTo("a.password=***");
    assertThat(Secrets.hidden("raw=/data/7153718@N04/a.jpg"))
        .isEqualTo("raw=/data/7153718@N04/a.jpg");
  }

  @Test
  void withoutSecretsNothingChanges() {
    assertThat(Secrets.hidden(Settings.defaults())).isEqualTo(Settings.defaults());
  }
}
