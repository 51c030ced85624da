// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import java.net.URI;
import java.util.Optional;

/**
 * The section {@code mlflow} of the configuration. Reading it does not call the server.
 *
 * @param server its address; empty: none
 * @param experiment the name of the experiment that gets the sweep
 */
public record TrackingSettings(Optional<URI> server, String experiment) {
  /** Reads the section; an address that is none is a problem. */
  public static TrackingSettings read(SettingsReader settings) {
    return new TrackingSettings(
        settings.parsed("mlflow.tracking-uri", TrackingSettings::address),
        settings.text("mlflow.experiment"));
  }

  private static Optional<URI> address(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      if (text.matches("https?://[^/\\s]+\\S*")) {
        return Optional.of(URI.create(text.replaceAll("/+$", "")));
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("'%s' is not an address: %s".formatted(text, e.getMessage()), e);
    }
    throw new UsageException(
        "'%s'; it must be the address of a server, such as http://host:5000".formatted(text));
  }
}
