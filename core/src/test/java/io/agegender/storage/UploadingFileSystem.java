// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files that behave as objects of Hadoop's S3A 3.3.4 do: a file appears in one step when its
 * stream is closed, whatever was there; nothing is made exclusively; there is no rename. An upload
 * takes a random time, and now and then a long one.
 */
public final class UploadingFileSystem extends FilterFileSystem {
  /** Milliseconds that one upload in ten takes. */
  static volatile int slow;

  public UploadingFileSystem() {
    super(new FaultyFileSystem());
  }

  /** Adds the scheme to a configuration. */
  public static Configuration register(Configuration conf) {
    conf.set("fs.faulty.impl", UploadingFileSystem.class.getName());
    conf.setBoolean("fs.faulty.impl.disable.cache", true);
    return conf;
  }

  @Override
  public URI getUri() {
    return FaultyFileSystem.ROOT;
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM)
        || super.hasPathCapability(path, capability);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(new Upload(path), null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw new IOException("there is no rename in one step");
  }

  private static void travel() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    try {
      Thread.sleep(slow > 0 && random.nextInt(10) == 0 ? slow : random.nextInt(6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Upload extends ByteArrayOutputStream implements Abortable {
    private final Path target;
    private boolean ended;

    Upload(Path target) {
      this.target = target;
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        return;
      }
      ended = true;
      travel();
      java.nio.file.Path file = java.nio.file.Path.of(target.toUri().getPath());
      Files.createDirectories(file.getParent());
      java.nio.file.Path hidden = file.resolveSibling(".upload-" + UUID.randomUUID());
      Files.write(hidden, toByteArray());
      java.nio.file.Path unused = Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
      travel();
    }

    @Override
    public AbortableResult abort() {
      ended = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return false;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }
  }
}
