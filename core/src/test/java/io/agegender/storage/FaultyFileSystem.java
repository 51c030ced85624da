// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.functional.RemoteIterators;

/** Local files under the scheme {@code faulty}, with the faults that a test switches on. */
public final class FaultyFileSystem extends RawLocalFileSystem {
  public static final URI ROOT = URI.create("faulty:///");

  /** What is done about an operation. */
  public enum Fault {
    NONE,
    /** A rename. */
    RETURNS_FALSE,
    /** A rename, or opening a picture. */
    THROWS,
    /** Opening any file. */
    OPEN_THROWS,
    /** Opening any file takes until the thread is interrupted. */
    OPEN_HANGS,
    /** A file takes 1000 bytes. */
    DISK_FULL
  }

  private static final AtomicInteger FAULTS_LEFT = new AtomicInteger();
  private static final AtomicInteger HANGING = new AtomicInteger();
  private static volatile Fault fault = Fault.NONE;
  private static volatile Predicate<String> where = name -> false;
  private static volatile long openMillis;

  /** Adds the scheme to a configuration. */
  public static Configuration register(Configuration conf) {
    conf.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    conf.setBoolean("fs.faulty.impl.disable.cache", true);
    return conf;
  }

  /** A local path by way of this file system. */
  public static Path path(java.nio.file.Path local) {
    return new Path("faulty://" + local.toAbsolutePath());
  }

  /**
   * Switches a fault on.
   *
   * @param times how often it happens
   * @param where on which paths: of the target for a rename, of the file for writing and opening
   */
  public static void set(Fault fault, int times, Predicate<String> where) {
    FaultyFileSystem.fault = fault;
    FaultyFileSystem.where = where;
    FAULTS_LEFT.set(times);
  }

  /** Makes opening any file take so long. */
  public static void slowDown(long openMillis) {
    FaultyFileSystem.openMillis = openMillis;
  }

  /** How often the fault will still happen. */
  public static int left() {
    return FAULTS_LEFT.get();
  }

  /** Whether a thread hangs at the moment. */
  public static boolean hangs() {
    return HANGING.get() > 0;
  }

  /** Switches all faults off. */
  public static void heal() {
    set(Fault.NONE, 0, name -> false);
    slowDown(0);
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  /** The parent's asks for permissions by the path's scheme, which it takes to be {@code file}. */
  @Override
  protected RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path, PathFilter filter)
      throws IOException {
    List<LocatedFileStatus> found = new ArrayList<>();
    for (FileStatus file : listStatus(path, filter)) {
      found.add(
          new LocatedFileStatus(
              file.getLen(),
              file.isDirectory(),
              1,
              file.getBlockSize(),
              file.getModificationTime(),
              file.getAccessTime(),
              FsPermission.getDefault(),
              "",
              "",
              null,
              file.getPath(),
              false,
              false,
              false,
              new BlockLocation[0]));
    }
    return RemoteIterators.remoteIteratorFromIterable(found);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (openMillis > 0) {
      try {
        Thread.sleep(openMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if ((path.getName().endsWith(".jpg") && strikes(path, Fault.THROWS))
        || strikes(path, Fault.OPEN_THROWS)) {
      throw new IOException("Input/output error");
    }
    if (strikes(path, Fault.OPEN_HANGS)) {
      hang();
    }
    return super.open(path, bufferSize);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (strikes(to, Fault.RETURNS_FALSE)) {
      return false;
    }
    if (strikes(to, Fault.THROWS)) {
      throw new IOException("the rename went wrong");
    }
    return super.rename(from, to);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    return strikes(path, Fault.DISK_FULL) ? new FSDataOutputStream(new Full(out), null) : out;
  }

  private static void hang() throws IOException {
    HANGING.incrementAndGet();
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it hung");
    } finally {
      HANGING.decrementAndGet();
    }
  }

  private static boolean strikes(Path path, Fault kind) {
    return fault == kind
        && where.test(path.toString())
        && FAULTS_LEFT.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /** Takes 1000 bytes. */
  private static final class Full extends FilterOutputStream {
    private int left = 1000;

    Full(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("No space left on device");
      }
      out.write(bytes, offset, length);
    }
  }
}
