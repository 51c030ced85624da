package io.agegender.prep;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Local files under the scheme {@code faulty}, with the faults that a test switches on. */
public final class FaultyFileSystem extends RawLocalFileSystem {
  static final URI ROOT = URI.create("faulty:///");

  /** What is done about an operation. */
  enum Fault {
    NONE,
    RETURNS_FALSE,
    THROWS,
    DISK_FULL
  }

  private static final AtomicInteger FAULTS_LEFT = new AtomicInteger();
  private static volatile Fault fault = Fault.NONE;
  private static volatile Predicate<String> where = name -> false;
  private static volatile long openMillis;

  /** Adds the scheme to a configuration. */
  static Configuration register(Configuration conf) {
    conf.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    conf.setBoolean("fs.faulty.impl.disable.cache", true);
    return conf;
  }

  static Path path(java.nio.file.Path local) {
    return new Path("faulty://" + local.toAbsolutePath());
  }

  /**
   * Switches a fault on.
   *
   * @param times how often it happens
   * @param where on which paths: of the target for a rename, of the file for writing and opening
   */
  static void set(Fault fault, int times, Predicate<String> where) {
    FaultyFileSystem.fault = fault;
    FaultyFileSystem.where = where;
    FAULTS_LEFT.set(times);
  }

  static void slowDown(long openMillis) {
    FaultyFileSystem.openMillis = openMillis;
  }

  static void heal() {
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

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (openMillis > 0) {
      try {
        Thread.sleep(openMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (path.getName().endsWith(".jpg") && strikes(path, Fault.THROWS)) {
      throw new IOException("Input/output error");
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
