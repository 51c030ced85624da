// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.hash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 (FIPS 180-4) in the making; as a text it has 64 lower-case hexadecimal digits. */
public final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The SHA-256 of some bytes. */
  public static String of(byte[] bytes) {
    return new Sha256().add(bytes).hex();
  }

  /** The SHA-256 of a text as UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The SHA-256 of what is left of a stream, which is read to its end and not closed. */
  public static String of(InputStream stream) throws IOException {
    Sha256 hash = new Sha256();
    byte[] piece = new byte[BUFFER];
    for (int n = stream.read(piece); n >= 0; n = stream.read(piece)) {
      hash.add(piece, 0, n);
    }
    return hash.hex();
  }

  /** Adds bytes. */
  public Sha256 add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  /** Adds some of an array's bytes. */
  public Sha256 add(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return this;
  }

  /** Adds a text as UTF-8. */
  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The SHA-256 of all that was added. To be called once. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
