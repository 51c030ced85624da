// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.image.Picture;
import io.agegender.image.verdict.PictureReason;
import io.agegender.storage.FileStore;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;

/** Reads picture files out of the raw tree, or says why one cannot be read. */
final class RawPictures {
  private final FileStore storage;
  private final boolean links;
  private final Path realRoot;

  private RawPictures(FileStore storage, boolean links, Path realRoot) {
    this.storage = storage;
    this.links = links;
    this.realRoot = realRoot;
  }

  static RawPictures open(String root, Configuration conf) throws IOException {
    FileStore storage = FileStore.of(new org.apache.hadoop.fs.Path(root), conf);
    // HDFS and object stores have no links that are followed.
    boolean links = storage.isLocal();
    Path local = storage.localPath("");
    return new RawPictures(storage, links, links ? local.toRealPath() : local);
  }

  /** The content of a file, or why there is none. */
  sealed interface Content {
    /** The bytes of a file that did not change since the tree was listed. */
    record Bytes(byte[] bytes) implements Content {}

    /** No bytes. */
    record None(Picture.Rejected why) implements Content {}
  }

  Content read(Candidate candidate) {
    try {
      if (links && leavesRoot(candidate.path())) {
        return none(PictureReason.OUTSIDE_ROOT, "a link leads out of the raw tree");
      }
      byte[] bytes = new byte[Math.toIntExact(candidate.bytes())];
      try (FSDataInputStream in = storage.open(candidate.path())) {
        in.readFully(bytes);
      }
      FileStatus now = storage.status(candidate.path());
      return now.getLen() == candidate.bytes() && now.getModificationTime() == candidate.modified()
          ? new Content.Bytes(bytes)
          : none(
              PictureReason.CHANGED_WHILE_READ,
              String.format(
                  Locale.ROOT,
                  "%d bytes when listed, %d when read",
                  candidate.bytes(),
                  now.getLen()));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return vanished(candidate, e);
    } catch (EOFException e) {
      return none(
          PictureReason.CHANGED_WHILE_READ,
          String.format(Locale.ROOT, "shorter than %d bytes", candidate.bytes()));
    } catch (IOException e) {
      return none(PictureReason.UNREADABLE, String.valueOf(e.getMessage()));
    }
  }

  /** Java reports a file without read permission as not found. */
  private Content vanished(Candidate candidate, IOException e) {
    return storage.exists(candidate.path())
        ? none(PictureReason.UNREADABLE, String.valueOf(e.getMessage()))
        : none(PictureReason.CHANGED_WHILE_READ, "it was there when the tree was listed");
  }

  private boolean leavesRoot(String path) throws IOException {
    return !storage.localPath(path).toRealPath().startsWith(realRoot);
  }

  private static Content none(PictureReason reason, String detail) {
    return new Content.None(new Picture.Rejected(reason, detail));
  }
}
