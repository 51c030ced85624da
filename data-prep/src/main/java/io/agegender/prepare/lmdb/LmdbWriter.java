// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.foundation.error.FailedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/** Writes one LMDB as Caffe's {@code convert_imageset} does. One thread. */
final class LmdbWriter implements AutoCloseable {
  /** As often as {@code convert_imageset} does. */
  private static final int ENTRIES_PER_COMMIT = 1000;

  /**
   * Address space only; a file takes what its entries need. The pages of some machines are 64 KiB.
   */
  private static final long ROOM_PER_ENTRY = 2 * 65_536L;

  private static final long ROOM = 64L << 20;

  private final Path folder;
  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> dbi;
  private final ByteBuffer key;
  private final ByteBuffer value;
  private Txn<ByteBuffer> txn;
  private int pending;

  /**
   * @param folder an empty folder
   * @param entries how many will be put at most
   * @param largest the most bytes of a value
   */
  LmdbWriter(Path folder, long entries, int largest) {
    this.folder = folder;
    this.env =
        Env.create()
            .setMaxDbs(0)
            .setMapSize(ROOM + entries * (largest + ROOM_PER_ENTRY))
            .open(folder.toFile());
    this.dbi = env.openDbi((byte[]) null);
    this.key = ByteBuffer.allocateDirect(env.getMaxKeySize());
    this.value = ByteBuffer.allocateDirect(largest);
  }

  /**
   * Appends an entry.
   *
   * @param name greater than the one before, byte by byte
   * @throws FailedException if it cannot be written
   */
  void put(byte[] name, byte[] content) {
    if (name.length > key.capacity()) {
      throw new FailedException(
          "%s: the key of %d bytes is longer than the %d that LMDB allows; rename the picture: %s"
              .formatted(folder, name.length, key.capacity(), new String(name, UTF_8)));
    }
    key.clear().put(name).flip();
    value.clear().put(content).flip();
    try {
      if (txn == null) {
        txn = env.txnWrite();
      }
      dbi.put(txn, key, value, PutFlags.MDB_APPEND);
      if (++pending == ENTRIES_PER_COMMIT) {
        commit();
      }
    } catch (Dbi.KeyExistsException e) {
      throw new IllegalArgumentException("keys must ascend: " + new String(name, UTF_8), e);
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  /**
   * Writes what is pending and waits until it is on the disk.
   *
   * @throws FailedException if that fails
   */
  void finish() {
    try {
      commit();
      env.sync(true);
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  private void commit() {
    if (txn != null) {
      txn.commit();
      txn.close();
      txn = null;
      pending = 0;
    }
  }

  private FailedException failed(LmdbException e) {
    return new FailedException(
        "%s cannot be written: %s; is the disk full?".formatted(folder, e.getMessage()), e);
  }

  @Override
  public void close() {
    if (txn != null) {
      txn.close();
    }
    env.close();
  }
}
