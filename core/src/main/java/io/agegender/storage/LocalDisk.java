// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * This machine's disks. Without its native library Hadoop starts the program {@code chmod} for each
 * file that it creates, which takes longer than to write most of ours.
 */
final class LocalDisk extends RawLocalFileSystem {
  private LocalDisk() {}

  static LocalDisk of(Configuration configuration) throws IOException {
    LocalDisk disk = new LocalDisk();
    disk.initialize(FsConstants.LOCAL_FS_URI, configuration);
    return disk;
  }

  /** Makes a file, if it is not there, in one step: Hadoop looks first and creates then. */
  static boolean createNew(java.nio.file.Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      try {
        out.write(content);
      } catch (IOException e) {
        Files.delete(file); // It would look like that of a writer who is not done yet.
        throw e;
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      return false; // Its folder was removed meanwhile.
    }
  }

  /** Whether the nearest folder above that exists may be written to. */
  static boolean mayWriteAbove(java.nio.file.Path folder) {
    java.nio.file.Path above = folder.toAbsolutePath();
    while (above.getParent() != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return Files.isWritable(above);
  }

  /** All files below a folder. */
  static List<FileStatus> filesBelow(FileSystem files, Path root) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    Deque<Path> folders = new ArrayDeque<>(List.of(root));
    while (!folders.isEmpty()) {
      for (FileStatus status : files.listStatus(folders.pop())) {
        if (status.isDirectory()) {
          folders.push(status.getPath());
        } else {
          found.add(status);
        }
      }
    }
    return found;
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, FsPermission permission) throws IOException {
    return new Output(super.createOutputStreamWithMode(path, append, permission));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new Input(super.open(path, bufferSize)));
  }

  /**
   * Hadoop takes a disk that fails, or is full, for the end of the JVM and throws an error, which
   * passes everything that would tidy up and note a reason.
   */
  private static IOException reason(FSError e) {
    return e.getCause() instanceof IOException reason
        ? reason
        : new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
  }

  /** A file being written; what is wrong with the disk is an {@link IOException}. */
  static final class Output extends FilterOutputStream {
    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      try {
        out.write(value);
      } catch (FSError e) {
        throw reason(e);
      }
    }

    @Override
    public void write(byte[] values, int offset, int length) throws IOException {
      try {
        out.write(values, offset, length);
      } catch (FSError e) {
        throw reason(e);
      }
    }
  }

  /** A file being read; what is wrong with the disk is an {@link IOException}. */
  static final class Input extends FSInputStream {
    private final FSDataInputStream in;

    Input(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (FSError e) {
        throw reason(e);
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (FSError e) {
        throw reason(e);
      }
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(position, into, offset, length);
      } catch (FSError e) {
        throw reason(e);
      }
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
      return in.seekToNewSource(position);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** What may still be written: less than what is free where some is kept back for root. */
  @Override
  public FsStatus getStatus(Path path) {
    File partition = pathToFile(path);
    long total = partition.getTotalSpace();
    long usable = partition.getUsableSpace();
    return new FsStatus(total, total - usable, usable);
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    if (permission.getStickyBit()) {
      super.setPermission(path, permission); // Java knows no such bit.
      return;
    }
    Files.setPosixFilePermissions(
        pathToFile(path).toPath(),
        PosixFilePermissions.fromString(
            permission.getUserAction().SYMBOL
                + permission.getGroupAction().SYMBOL
                + permission.getOtherAction().SYMBOL));
  }
}
