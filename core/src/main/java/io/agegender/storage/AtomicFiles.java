package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files and directories that appear whole or not at all: written beside their place under a hidden
 * name, then renamed.
 */
public final class AtomicFiles {
  private static final String TEMPORARY = ".writing-";

  private AtomicFiles() {}

  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything to the stream, which the caller closes. */
    void to(OutputStream stream) throws IOException;
  }

  /**
   * Writes a file, replacing what had its name.
   *
   * @throws FailedException if it cannot be written or renamed; the old file, if any, is then as it
   *     was
   */
  public static void write(FileSystem files, Path target, Writer content) {
    Path temporary = temporary(target);
    try {
      try (OutputStream stream = files.create(temporary, true)) {
        content.to(stream);
      }
      replace(files, temporary, target);
    } catch (IOException | RuntimeException e) {
      discard(files, temporary, e);
      throw new FailedException(
          "cannot write %s: %s; what was there is unchanged".formatted(target, e.getMessage()), e);
    }
  }

  /** Writes the files of one directory. */
  @FunctionalInterface
  public interface DirectoryWriter {
    /** Writes everything into the directory, which exists and is empty. */
    void into(Path directory) throws IOException;
  }

  /**
   * Writes a new directory that appears when it is complete.
   *
   * @throws FailedException if something has its name already, or if it cannot be written or
   *     renamed; nothing is left of it then
   */
  public static void writeDirectory(FileSystem files, Path target, DirectoryWriter content) {
    Path temporary = temporary(target);
    try {
      files.mkdirs(temporary);
      content.into(temporary);
    } catch (IOException | RuntimeException e) {
      discard(files, temporary, e);
      throw new FailedException("cannot write %s: %s".formatted(target, e.getMessage()), e);
    }
    publish(files, temporary, target);
  }

  /**
   * A hidden name beside a target, for a directory that {@link #publish} shall put in its place.
   */
  public static Path temporary(Path target) {
    return new Path(target.getParent(), TEMPORARY + target.getName() + "-" + UUID.randomUUID());
  }

  /** Whether a name is one that {@link #temporary} makes: the rest of a writer that was killed. */
  public static boolean isTemporary(Path path) {
    return path.getName().startsWith(TEMPORARY);
  }

  /**
   * Gives a finished temporary directory its name.
   *
   * @throws FailedException if the rename fails or something has the name already; the temporary
   *     directory is removed
   */
  public static void publish(FileSystem files, Path temporary, Path target) {
    try {
      if (files.exists(target)) {
        throw new IOException("it exists already");
      }
      if (!files.rename(temporary, target)) {
        throw new IOException("the file system refused to rename " + temporary);
      }
    } catch (IOException e) {
      discard(files, temporary, e);
      throw new FailedException("cannot publish %s: %s".formatted(target, e.getMessage()), e);
    }
  }

  private static void replace(FileSystem files, Path temporary, Path target) throws IOException {
    if (files instanceof RawLocalFileSystem || !files.exists(target)) {
      // On a local disk this is rename(2), which replaces in one step.
      if (!files.rename(temporary, target)) {
        throw new IOException("the file system refused to rename " + temporary);
      }
    } else {
      new Replacing(files).rename(temporary, target);
    }
  }

  private static void discard(FileSystem files, Path temporary, Exception reason) {
    try {
      files.delete(temporary, true);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** Reaches the rename of {@link FileSystem} that replaces its target; it is protected there. */
  private static final class Replacing extends FilterFileSystem {
    Replacing(FileSystem files) {
      super(files);
    }

    @Override
    @SuppressWarnings(
        "deprecation") // The only call of its kind; FileContext would bypass the caller's file
    // system.
    public boolean rename(Path from, Path to) throws IOException {
      super.rename(from, to, Options.Rename.OVERWRITE);
      return true;
    }
  }
}
