// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.foundation.hash.Sha256;
import java.nio.charset.StandardCharsets;

/** Says whether two things were made of the same parts. */
public final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 over the parts and their lengths, in hexadecimal. */
  public static String of(String... parts) {
    Sha256 hash = new Sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      hash.add(bytes.length + ":").add(bytes);
    }
    return hash.hex();
  }
}
