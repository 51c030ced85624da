// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.dataset;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/** Reads one of Caffe's LMDBs from front to back, as its data layer does. */
final class LmdbPass {
  /** Field {@code data} of a Datum. */
  private static final int DATA = 4;

  private LmdbPass() {}

  /** Takes the pixels of an entry, 3 x 256 x 256 bytes. */
  interface Taker {
    void take(byte[] record);
  }

  static void run(Path folder, Taker taker) throws IOException {
    long length = folder.resolve("data.mdb").toFile().length();
    try (Env<ByteBuffer> env =
        Env.create()
            .setMaxDbs(0)
            .setMapSize(length)
            .open(folder.toFile(), EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK)) {
      Dbi<ByteBuffer> entries = env.openDbi((byte[]) null);
      try (Txn<ByteBuffer> txn = env.txnRead();
          CursorIterable<ByteBuffer> all = entries.iterate(txn)) {
        for (CursorIterable.KeyVal<ByteBuffer> entry : all) {
          taker.take(pixels(entry.val()));
        }
      }
    }
  }

  private static byte[] pixels(ByteBuffer datum) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(datum);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == DATA) {
        return in.readByteArray();
      }
      in.skipField(tag);
    }
    throw new IOException("a Datum without data");
  }
}
