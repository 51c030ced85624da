package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files below one root on any Hadoop file system. Every file appears whole, by rename, or not at
 * all. Thread-safe.
 */
public final class Storage {
  private static final int BUFFER = 1 << 16;

  private final FileSystem files;
  private final Path root;

  private Storage(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /** What was written: its length in bytes and its SHA-256 in hexadecimal. */
  public record Written(long bytes, String sha256) {}

  /**
   * @param root a path on a file system that the configuration knows
   * @throws UsageException if the file system is not known or cannot be reached
   */
  public static Storage of(Path root, Configuration conf) {
    FileSystem files = FileSystems.of(root, conf);
    return new Storage(files, files.makeQualified(root));
  }

  /** The root, with scheme and authority. */
  public Path root() {
    return root;
  }

  /** The file system; on local disks the one without Hadoop's checksum files. */
  public FileSystem fileSystem() {
    return files;
  }

  /**
   * A path below the root. Any character may be in it, also those that {@link Path} would take for
   * a scheme.
   *
   * @param relative names joined by slashes; empty for the root
   */
  public Path path(String relative) {
    if (relative.isEmpty()) {
      return root;
    }
    String base = root.toUri().getPath();
    return new Path(
        root.toUri().getScheme(),
        root.toUri().getAuthority(),
        (base.endsWith("/") ? base : base + "/") + relative);
  }

  /**
   * Whether there is a file or folder.
   *
   * @throws FailedException if the file system fails
   */
  public boolean exists(String relative) {
    try {
      return files.exists(path(relative));
    } catch (IOException e) {
      throw failed("look for", relative, e);
    }
  }

  /**
   * Whether the root is not there or has nothing in it but perhaps one file.
   *
   * @throws FailedException if the file system fails
   */
  public boolean holdsOnly(String name) {
    try {
      if (!files.exists(root)) {
        return true;
      }
      for (FileStatus file : files.listStatus(root)) {
        if (!file.getPath().getName().equals(name)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw failed("list", "", e);
    }
  }

  /**
   * Makes a folder, if it is not there.
   *
   * @throws FailedException if it cannot be made
   */
  public void makeFolder(String relative) {
    try {
      files.mkdirs(path(relative));
    } catch (IOException e) {
      throw failed("make", relative, e);
    }
  }

  /**
   * The state of a file.
   *
   * @throws IOException as the file system gives it, also if there is no such file
   */
  public FileStatus status(String relative) throws IOException {
    return files.getFileStatus(path(relative));
  }

  /** Opens a file for reading. */
  public FSDataInputStream open(String relative) throws IOException {
    return files.open(path(relative), BUFFER);
  }

  /**
   * A whole file.
   *
   * @throws FailedException if it cannot be read
   */
  public byte[] read(String relative) {
    try (InputStream in = open(relative)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw failed("read", relative, e);
    }
  }

  /**
   * The SHA-256 of a file in hexadecimal, read in pieces.
   *
   * @throws FailedException if it cannot be read
   */
  public String hash(String relative) {
    try (InputStream in = open(relative)) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw failed("read", relative, e);
    }
  }

  /**
   * Writes a file, replacing what had its name.
   *
   * @throws FailedException if the disk is full, the rename fails, or for another reason; what was
   *     there before is still there then
   */
  public Written write(String relative, AtomicFiles.Writer content) {
    Measuring[] measured = new Measuring[1];
    AtomicFiles.write(
        files,
        path(relative),
        stream -> {
          measured[0] = new Measuring(stream);
          content.to(measured[0]);
          measured[0].flush();
        });
    return measured[0].written();
  }

  /**
   * Deletes a file, or a folder with all in it.
   *
   * @throws FailedException if it is still there afterwards
   */
  public void delete(String relative) {
    try {
      if (!files.delete(path(relative), true) && files.exists(path(relative))) {
        throw new IOException("the file system refuses");
      }
    } catch (IOException e) {
      throw failed("delete", relative, e);
    }
  }

  private FailedException failed(String what, String relative, IOException e) {
    return new FailedException(
        "cannot %s %s: %s".formatted(what, path(relative), e.getMessage()), e);
  }

  /** Counts and digests what passes; leaves closing to the owner of the stream below. */
  private static final class Measuring extends FilterOutputStream {
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

    Written written() {
      return new Written(bytes, hash.hex());
    }
  }
}
