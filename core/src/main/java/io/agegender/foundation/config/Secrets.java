// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Hides what nobody but its owner should read, wherever settings are shown or kept: user and
 * password in an address, and any setting whose name says that it is secret.
 */
public final class Secrets {
  private static final String HIDDEN = "***";

  /** The part of an address before its host; a password may hold a slash that is not encoded. */
  private static final Pattern USER_INFO =
      Pattern.compile("(?<=https?://)[^\\s\"']*@|(?<=://)[^/\\s\"']*@");

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i)(password|passwd|secret|token|credential|access[-.]?key|api[-.]?key)s?$");

  private static final Pattern SECRET_SETTING =
      Pattern.compile(
          "(?i)^([^=]*(?:password|passwd|secret|token|credential|access[-.]?key|api[-.]?key)s?\\s*=).*",
          Pattern.DOTALL);

  private Secrets() {}

  /** A text such as an address or {@code key=value}, with stars in the place of secrets. */
  public static String hidden(String text) {
    return USER_INFO
        .matcher(SECRET_SETTING.matcher(text).replaceFirst("$1" + HIDDEN))
        .replaceAll(HIDDEN + "@");
  }

  /** A configuration with stars in the place of secrets; one without secrets as it is. */
  static Config hidden(Config config) {
    return ((ConfigObject) hidden("", config.root())).toConfig();
  }

  private static ConfigValue hidden(String name, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      ConfigObject shown = object;
      for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
        ConfigValue inner = hidden(entry.getKey(), entry.getValue());
        if (inner != entry.getValue()) {
          shown = shown.withValue(entry.getKey(), inner);
        }
      }
      return shown;
    }
    if (value instanceof ConfigList list) {
      boolean secret = list.stream().anyMatch(inner -> hidden(name, inner) != inner);
      return secret
          ? ConfigValueFactory.fromIterable(
              list.stream().map(inner -> hidden(name, inner).unwrapped()).toList())
          : list;
    }
    if (value.valueType() == ConfigValueType.NULL) {
      return value;
    }
    String text = String.valueOf(value.unwrapped());
    String shown = SECRET_NAME.matcher(name).find() && !text.isEmpty() ? HIDDEN : hidden(text);
    return shown.equals(text) ? value : ConfigValueFactory.fromAnyRef(shown);
  }
}
