// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.hash.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts and digests what passes; leaves closing to the owner of the stream below. */
final class Measuring extends FilterOutputStream {
  private final Sha256 hash = new Sha256();
  private long bytes;

  Measuring(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] values, int offset, int length) throws IOException {
    out.write(values, offset, length);
    hash.add(values, offset, length);
    bytes += length;
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  FileStore.Written written() {
    return new FileStore.Written(bytes, hash.hex());
  }
}
