package io.agegender.prepare;

import io.agegender.foundation.hash.Sha256;
import java.nio.charset.StandardCharsets;

/** Keys that say whether two things were made of the same parts. */
final class Keys {
  private Keys() {}

  /** SHA-256 over the parts and their lengths, in hexadecimal. */
  static String sha256(String... parts) {
    Sha256 hash = new Sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      hash.add(bytes.length + ":").add(bytes);
    }
    return hash.hex();
  }
}
