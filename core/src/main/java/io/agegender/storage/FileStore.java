// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Files and folders below one root on any Hadoop file system: the only way to one. Every file, and
 * a root that {@link #replace} fills, appears whole, by rename from a hidden name beside its place,
 * or not at all; on S3 a file is one upload instead, and a folder is filled in its place ({@link
 * FolderInPlace}). A remote file system that is away for a while is waited for ({@link Patience}).
 * On local disks no {@code .crc} files are written: files carry checksums of our own. Thread-safe.
 */
public final class FileStore {
  private static final int BUFFER = 1 << 16;
  private static final String TEMPORARY = ".writing-";

  private final FileSystem files;
  private final Path root;
  private final boolean uploads;
  private final Patience patience;

  FileStore(FileSystem files, Path root) {
    this(files, root, false, Patience.NONE);
  }

  private FileStore(FileSystem files, Path root, boolean uploads, Patience patience) {
    this.files = files;
    this.root = root;
    this.uploads = uploads;
    this.patience = patience;
  }

  /** What was written: its length in bytes and its SHA-256 in hexadecimal. */
  public record Written(long bytes, String sha256) {}

  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything to the stream, which the caller closes. */
    void to(OutputStream stream) throws IOException;
  }

  /** Writes the files of one folder. */
  @FunctionalInterface
  public interface FolderWriter {
    /** Writes everything into the folder, which exists and is empty. */
    void into(FileStore folder) throws IOException;
  }

  /**
   * The store of a folder, which need not exist.
   *
   * @param root a path on a file system that the configuration knows, or on its default one
   * @throws UsageException if the file system is not known or cannot be reached
   */
  public static FileStore of(Path root, Configuration conf) {
    try {
      FileSystem files = root.getFileSystem(conf);
      files = files instanceof LocalFileSystem ? LocalDisk.of(conf) : files;
      // Through a text, which drops a slash at the end: it would make the name empty.
      Path qualified = new Path(files.makeQualified(root).toString());
      Patience patience =
          files instanceof RawLocalFileSystem
              ? Patience.NONE
              : Patience.of(new Path(qualified, "/").toString(), conf);
      return new FileStore(files, qualified, uploads(files, qualified), patience);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "cannot reach the file system of %s: %s"
              .formatted(root, e instanceof IOException io ? IoReason.of(io) : e.getMessage()),
          e);
    }
  }

  /**
   * Writes one file, as {@link #write(String, Writer)}.
   *
   * @throws UsageException if its file system cannot be reached
   * @throws FailedException if it cannot be written
   */
  public static Written write(Path file, Configuration conf, Writer content) {
    return of(file, conf).write("", content);
  }

  /**
   * Opens one file for reading.
   *
   * @throws IOException as the file system gives it
   */
  public static FSDataInputStream open(Path file, Configuration conf) throws IOException {
    return of(file, conf).open("");
  }

  /**
   * Whether a file appears as a whole when its stream is closed, and not at all if that is given
   * up: so it is on S3, where a rename is a copy, and where nothing excludes that two make the same
   * file.
   */
  private static boolean uploads(FileSystem files, Path root) throws IOException {
    return files.hasPathCapability(root, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /** Whether files and folders are renamed in one step, whatever is in them. */
  public boolean renamesInOneStep() {
    return !uploads;
  }

  /** Whether {@link #createExclusively} is known to let only one of two make a file. */
  public boolean createsExclusively() {
    return !uploads;
  }

  /** The root, with scheme and authority. */
  public Path root() {
    return root;
  }

  /** The root as users write it: without a scheme on this machine's disks. */
  public String title() {
    return isLocal() ? localPath("").toString() : root.toString();
  }

  /** The configuration that the file system was made with. */
  public Configuration configuration() {
    return files.getConf();
  }

  /** Whether the files are on this machine's disks, so that {@link #localPath} has an answer. */
  public boolean isLocal() {
    return files instanceof RawLocalFileSystem;
  }

  /** Where a file is on this machine's disks. */
  public java.nio.file.Path localPath(String relative) {
    return java.nio.file.Path.of(path(relative).toUri().getPath());
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

  /** The store of a folder below the root. */
  public FileStore folder(String relative) {
    return at(path(relative));
  }

  /** The store of another folder of the file system. */
  FileStore at(Path folder) {
    return new FileStore(files, folder, uploads, patience);
  }

  /**
   * Whether there is a file or folder.
   *
   * @throws FailedException if the file system fails
   */
  public boolean exists(String relative) {
    try {
      return asked(() -> files.exists(path(relative)));
    } catch (IOException e) {
      throw failed("look for", relative, e);
    }
  }

  /**
   * Whether there is a file, not a folder.
   *
   * @throws FailedException if the file system fails
   */
  public boolean isFile(String relative) {
    try {
      return status(relative).isFile();
    } catch (FileNotFoundException e) {
      return false;
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
    return list("").stream().allMatch(file -> file.getPath().getName().equals(name));
  }

  /**
   * What is in a folder, by name; nothing if there is no such folder. Of a file: itself.
   *
   * @throws FailedException if the file system fails
   */
  public List<FileStatus> list(String relative) {
    try {
      return Arrays.stream(asked(() -> files.listStatus(path(relative))))
          .sorted(Comparator.comparing(FileStatus::getPath))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("list", relative, e);
    }
  }

  /**
   * Whole files in a folder whose names end alike, by name; those that a killed writer left under a
   * hidden name are not among them.
   *
   * @throws FailedException if the file system fails
   */
  public List<Path> filesEndingWith(String suffix) {
    return list("").stream()
        .map(FileStatus::getPath)
        .filter(path -> path.getName().endsWith(suffix) && !isTemporary(path))
        .toList();
  }

  /**
   * The lengths in bytes of all files below the root, by their path relative to it; none if there
   * is no such folder.
   *
   * @throws FailedException if the file system fails
   */
  public SortedMap<String, Long> lengths() {
    SortedMap<String, Long> lengths = new TreeMap<>();
    int prefix = path("x").toUri().getPath().length() - 1;
    try {
      for (FileStatus file : asked(this::filesBelow)) {
        lengths.put(file.getPath().toUri().getPath().substring(prefix), file.getLen());
      }
    } catch (FileNotFoundException e) {
      return lengths;
    } catch (IOException e) {
      throw failed("list", "", e);
    }
    return lengths;
  }

  /** {@code listFiles} starts a process for each file on a local disk without native library. */
  private List<FileStatus> filesBelow() throws IOException {
    if (isLocal()) {
      return LocalDisk.filesBelow(files, root);
    }
    List<FileStatus> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
    while (all.hasNext()) {
      found.add(all.next());
    }
    return found;
  }

  /**
   * Files whose path below the root fits a pattern, by path.
   *
   * @param pattern names with {@code *}, joined by slashes
   * @throws FailedException if the file system fails
   */
  public List<Path> glob(String pattern) {
    try {
      FileStatus[] found = asked(() -> files.globStatus(new Path(root, pattern)));
      return found == null
          ? List.of()
          : Arrays.stream(found).map(FileStatus::getPath).sorted().toList();
    } catch (IOException e) {
      throw failed("list", "", e);
    }
  }

  /**
   * Bytes that may still be written where the root is, or will be.
   *
   * @throws FailedException if the file system fails
   */
  public long freeBytes() {
    Path existing = root;
    try {
      while (existing.getParent() != null && !files.exists(existing)) {
        existing = existing.getParent();
      }
      return files.getStatus(existing).getRemaining();
    } catch (IOException e) {
      throw failed("see how much room is left at", "", e);
    }
  }

  /**
   * Makes a folder, if it is not there.
   *
   * @throws FailedException if it cannot be made
   */
  public void makeFolder(String relative) {
    try {
      make(path(relative));
    } catch (IOException e) {
      throw failed("make", relative, e);
    }
  }

  /** Hadoop's local file system only returns that it could not. */
  void make(Path folder) throws IOException {
    if (!asked(() -> files.mkdirs(folder))) {
      throw new IOException(
          isLocal() && !LocalDisk.mayWriteAbove(java.nio.file.Path.of(folder.toUri().getPath()))
              ? "permission denied"
              : "the file system refuses");
    }
  }

  /**
   * The state of a file.
   *
   * @throws IOException as the file system gives it, also if there is no such file
   */
  public FileStatus status(String relative) throws IOException {
    return asked(() -> files.getFileStatus(path(relative)));
  }

  /**
   * Opens a file for reading.
   *
   * @throws IOException as the file system gives it
   */
  public FSDataInputStream open(String relative) throws IOException {
    return asked(() -> files.open(path(relative), BUFFER));
  }

  /**
   * A whole file.
   *
   * @throws FailedException if it cannot be read
   */
  public byte[] read(String relative) {
    try {
      return reading(relative, InputStream::readAllBytes);
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
    try {
      return reading(relative, Sha256::of);
    } catch (IOException e) {
      throw failed("read", relative, e);
    }
  }

  /** Waits for a file system that is away, and says in words what a remote one answers. */
  private <T> T asked(Patience.Attempt<T> attempt) throws IOException {
    try {
      return patience.during(attempt);
    } catch (IOException e) {
      throw isLocal() ? e : RemoteReason.explained(e, () -> files.listStatus(root));
    }
  }

  /** Takes everything from a stream. */
  private interface Reading<T> {
    T from(InputStream stream) throws IOException;
  }

  private <T> T reading(String relative, Reading<T> reading) throws IOException {
    return asked(
        () -> {
          try (InputStream in = files.open(path(relative), BUFFER)) {
            return reading.from(in);
          }
        });
  }

  /**
   * Writes a file, replacing what had its name.
   *
   * @param content is asked again if the file system is away meanwhile
   * @throws FailedException if the disk is full, the rename fails, or for another reason; what was
   *     there before is still there then
   */
  public Written write(String relative, Writer content) {
    Path target = path(relative);
    try {
      return asked(() -> uploads ? upload(target, content) : replaced(target, content));
    } catch (IOException | RuntimeException e) {
      throw notWritten(target, e);
    }
  }

  /** Writes a text in UTF-8, as {@link #write(String, Writer)} does. */
  public Written write(String relative, String text) {
    return write(relative, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Written replaced(Path target, Writer content) throws IOException {
    Path temporary = temporary(target);
    try {
      Written written = measured(temporary, content);
      if (isLocal() || !files.exists(target)) {
        // On a local disk this is rename(2), which replaces in one step.
        rename(temporary, target);
      } else {
        new Replacing(files).rename(temporary, target);
      }
      return written;
    } catch (IOException | RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
  }

  private static FailedException notWritten(Path target, Exception e) {
    return new FailedException(
        "cannot write %s: %s; what was there is unchanged"
            .formatted(target, e instanceof IOException io ? IoReason.of(io) : e.getMessage()),
        e);
  }

  /** One request that replaces what was there in one step. */
  private Written upload(Path target, Writer content) throws IOException {
    try (FSDataOutputStream stream = files.create(target, true)) {
      try {
        Measuring measuring = new Measuring(stream);
        content.to(measuring);
        measuring.flush();
        return measuring.written();
      } catch (IOException | RuntimeException | Error e) {
        stream.abort(); // Closing alone would publish half of it.
        throw e;
      }
    }
  }

  /**
   * Makes a file, if it is not there.
   *
   * @return whether it was made; that no other does so at the same moment is certain only if {@link
   *     #createsExclusively}
   * @throws IOException as the file system gives it
   */
  public boolean createExclusively(String relative, byte[] content) throws IOException {
    if (isLocal()) {
      return LocalDisk.createNew(localPath(relative), content);
    }
    try {
      create(relative, out -> out.write(content));
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Deletes a file, or a folder with nothing in it; one with something in it stays.
   *
   * @throws FailedException if the file system fails
   */
  public void deleteFileOrEmptyFolder(String relative) {
    try {
      boolean unused = asked(() -> files.delete(path(relative), false));
    } catch (IOException e) {
      if (list(relative).isEmpty()) {
        throw failed("delete", relative, e);
      }
    }
  }

  /**
   * Writes a new file in its place, which is whole only when this returns: for a folder that nobody
   * sees yet, or a file that marks possession.
   *
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException if it is there
   * @throws IOException as the file system gives it
   */
  public void create(String relative, Writer content) throws IOException {
    try (OutputStream stream = files.create(path(relative), false)) {
      content.to(stream);
    }
  }

  /**
   * Makes the root, or replaces it when the new one is complete.
   *
   * @throws FailedException if it cannot be written or renamed; what was there stays
   */
  public void replace(FolderWriter content) {
    new RenamedFolder(files, this).replace(content);
  }

  /**
   * Deletes a file, or a folder with all in it.
   *
   * @throws FailedException if it is still there afterwards
   */
  public void delete(String relative) {
    try {
      boolean unused =
          asked(
              () -> {
                if (!files.delete(path(relative), true) && files.exists(path(relative))) {
                  throw new IOException("the file system refuses");
                }
                return true;
              });
    } catch (IOException e) {
      throw failed("delete", relative, e);
    }
  }

  /**
   * Deletes what writers that were killed left half-written in the root. For the holder of its
   * {@link Lease} only.
   *
   * @throws FailedException if something cannot be deleted
   */
  public void deleteStaleTemporaryFiles() {
    list("").stream()
        .map(FileStatus::getPath)
        .filter(FileStore::isTemporary)
        .forEach(path -> delete(path.getName()));
  }

  private static boolean isTemporary(Path path) {
    return path.getName().startsWith(TEMPORARY);
  }

  static Path temporary(Path target) {
    return new Path(target.getParent(), TEMPORARY + target.getName() + "-" + UUID.randomUUID());
  }

  private Written measured(Path file, Writer content) throws IOException {
    try (OutputStream stream = files.create(file, true);
        Measuring measuring = new Measuring(stream)) {
      content.to(measuring);
      measuring.flush();
      return measuring.written();
    }
  }

  void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("the file system refused to rename %s to %s".formatted(from, to));
    }
  }

  void discard(Path temporary, Throwable reason) {
    try {
      files.delete(temporary, true);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  FailedException failed(String what, String relative, IOException e) {
    return new FailedException(
        "cannot %s %s: %s".formatted(what, path(relative), IoReason.of(e)), e);
  }
}
