// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/** One of Caffe's LMDBs, open for reading. Nothing is written to its folder. One thread. */
final class LmdbReader implements AutoCloseable {
  static final String DATA = "data.mdb";

  private final Path folder;
  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> entries;
  private final ByteBuffer key;

  private LmdbReader(Path folder, Env<ByteBuffer> env, Dbi<ByteBuffer> entries) {
    this.folder = folder;
    this.env = env;
    this.entries = entries;
    this.key = ByteBuffer.allocateDirect(env.getMaxKeySize());
  }

  /** What is done with each entry. */
  interface Visitor {
    void visit(String key, byte[] value);
  }

  /**
   * @param folder holds {@code data.mdb}
   * @throws UsageException if it does not, or the file is not an LMDB
   */
  static LmdbReader open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(DATA))) {
      throw new UsageException(
          "%s is not an LMDB: it has no %s; is the copy complete?".formatted(folder, DATA));
    }
    LmdbFile.check(folder.resolve(DATA));
    Env<ByteBuffer> env = null;
    try {
      // Without locks: the folder may be on a medium that cannot be written to.
      env =
          Env.create()
              .setMaxDbs(0)
              .setMapSize(Math.max(1 << 20, folder.resolve(DATA).toFile().length()))
              .open(folder.toFile(), EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK);
      return new LmdbReader(folder, env, env.openDbi((byte[]) null));
    } catch (LmdbException e) {
      if (env != null) {
        env.close();
      }
      throw new UsageException(
          "%s is not an LMDB that can be read: %s; copy it again"
              .formatted(folder.resolve(DATA), e.getMessage()),
          e);
    }
  }

  /** The number of entries. */
  long size() {
    return env.stat().entries;
  }

  /**
   * Visits the entries in the order of their keys.
   *
   * @throws FailedException if a page of the file is damaged
   */
  void forEach(Visitor visitor) {
    try (Txn<ByteBuffer> txn = env.txnRead();
        CursorIterable<ByteBuffer> all = entries.iterate(txn)) {
      for (CursorIterable.KeyVal<ByteBuffer> entry : all) {
        visitor.visit(UTF_8.decode(entry.key()).toString(), bytes(entry.val()));
      }
    } catch (LmdbException e) {
      throw damaged(e);
    }
  }

  /**
   * The value of an entry that {@link #forEach} has shown.
   *
   * @throws FailedException if it is not there any more
   */
  byte[] value(String name) {
    key.clear().put(name.getBytes(UTF_8)).flip();
    try (Txn<ByteBuffer> txn = env.txnRead()) {
      ByteBuffer value = entries.get(txn, key);
      if (value == null) {
        throw new FailedException(
            "%s: entry '%s' has gone; was the LMDB changed while it was read?"
                .formatted(folder, name));
      }
      return bytes(value);
    } catch (LmdbException e) {
      throw damaged(e);
    }
  }

  private FailedException damaged(LmdbException e) {
    return new FailedException(
        "%s is damaged: %s; copy it again".formatted(folder.resolve(DATA), e.getMessage()), e);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    env.close();
  }
}
