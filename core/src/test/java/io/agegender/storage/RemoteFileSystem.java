// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;

/** The files of {@link FaultyFileSystem}, without faults, and not taken for a local disk. */
public final class RemoteFileSystem extends FilterFileSystem {
  private static final AtomicInteger SHARDS_OPENED = new AtomicInteger();

  public RemoteFileSystem() {
    super(new FaultyFileSystem());
  }

  /** Adds the scheme to a configuration. */
  public static Configuration register(Configuration conf) {
    FaultyFileSystem.register(conf).set("fs.faulty.impl", RemoteFileSystem.class.getName());
    return conf;
  }

  /** A local path by way of this file system. */
  public static Path path(java.nio.file.Path local) {
    return FaultyFileSystem.path(local);
  }

  /** How often a shard was opened since the last call. */
  public static int shardsOpened() {
    return SHARDS_OPENED.getAndSet(0);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    if (file.getName().endsWith(".npy")) {
      SHARDS_OPENED.incrementAndGet();
    }
    return super.open(file, bufferSize);
  }
}
