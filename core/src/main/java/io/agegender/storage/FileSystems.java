package io.agegender.storage;

import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the Hadoop file system of a path. */
public final class FileSystems {
  private FileSystems() {}

  /**
   * The file system that a path names, or the configuration's default one. On local disks it is the
   * raw one: files there carry checksums of our own, hidden {@code .crc} files would be litter, and
   * its rename replaces a file in one step.
   *
   * @throws UsageException if there is no such file system or it does not answer
   */
  public static FileSystem of(Path path, Configuration configuration) {
    try {
      FileSystem files = path.getFileSystem(configuration);
      return files instanceof LocalFileSystem ? LocalDisk.of(configuration) : files;
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "cannot reach the file system of %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
