// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The section {@code mlflow} of the configuration, and MLflow's own environment variables where it
 * is silent: {@code MLFLOW_TRACKING_URI}, {@code MLFLOW_TRACKING_USERNAME} with {@code
 * MLFLOW_TRACKING_PASSWORD}, {@code MLFLOW_TRACKING_TOKEN}. Reading them does not call the server.
 *
 * @param server its address without user and password; empty: none
 * @param authorization who asks, as user and password of the address or the variables say
 * @param experiment the name of the experiment that gets the sweep
 */
public record TrackingSettings(
    Optional<URI> server, Optional<Authorization> authorization, String experiment) {
  private static final String KEY = "mlflow.tracking-uri";
  private static final String VARIABLE = "MLFLOW_TRACKING_";

  /** Scheme, user and password before the last @, the rest. */
  private static final Pattern ADDRESS =
      Pattern.compile("(https?://)(?:([^/\\s]*)@)?([^/\\s@]+\\S*)");

  /** The header {@code Authorization} of each call; its text is shown nowhere. */
  public record Authorization(String header) {
    static Authorization basic(String user, String password) {
      return new Authorization(
          "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)));
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** An address and who asks there. */
  private record Address(Optional<URI> server, Optional<Authorization> authorization) {}

  /** Reads the section; an address that is none is a problem. */
  public static TrackingSettings read(SettingsReader settings) {
    return readWith(settings, System.getenv());
  }

  static TrackingSettings readWith(SettingsReader settings, Map<String, String> environment) {
    Address address =
        settings.parsed(
            KEY,
            text ->
                text.isBlank()
                    ? address(VARIABLE + "URI ", environment.getOrDefault(VARIABLE + "URI", ""))
                    : address("", text));
    return new TrackingSettings(
        address == null ? Optional.empty() : address.server,
        address == null
            ? Optional.empty()
            : address.authorization.or(() -> authorization(environment)),
        settings.text("mlflow.experiment"));
  }

  private static Optional<Authorization> authorization(Map<String, String> environment) {
    String user = environment.getOrDefault(VARIABLE + "USERNAME", "");
    String token = environment.getOrDefault(VARIABLE + "TOKEN", "");
    if (!user.isEmpty()) {
      return Optional.of(
          Authorization.basic(user, environment.getOrDefault(VARIABLE + "PASSWORD", "")));
    }
    return token.isEmpty() ? Optional.empty() : Optional.of(new Authorization("Bearer " + token));
  }

  private static Address address(String where, String text) {
    if (text.isBlank()) {
      return new Address(Optional.empty(), Optional.empty());
    }
    Matcher parts = ADDRESS.matcher(text.strip());
    String shown = text.replaceAll("(?<=://)\\S*@", "***@");
    if (!parts.matches()) {
      throw new UsageException(
          "%s'%s'; it must be the address of a server, such as http://host:5000"
              .formatted(where, shown));
    }
    try {
      return new Address(
          Optional.of(URI.create((parts.group(1) + parts.group(3)).replaceAll("/+$", ""))),
          Optional.ofNullable(parts.group(2)).map(TrackingSettings::userAndPassword));
    } catch (IllegalArgumentException e) {
      // Without the cause: its message holds the password.
      throw new UsageException("%s'%s' is not an address".formatted(where, shown));
    }
  }

  private static Authorization userAndPassword(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? Authorization.basic(decoded(text), "")
        : Authorization.basic(
            decoded(text.substring(0, colon)), decoded(text.substring(colon + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
