// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.image.Picture;
import io.agegender.image.verdict.PictureReason;
import io.agegender.storage.FileStore;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;

/** Reads picture files out of the raw tree, or says why one cannot be read. */
final class RawPictures {
  private final FileStore storage;
  private final boolean links;
  private final List<Path> inside;

  private RawPictures(FileStore storage, boolean links, List<Path> inside) {
    this.storage = storage;
    this.links = links;
    this.inside = List.copyOf(inside);
  }

  static RawPictures open(String root, Configuration conf) throws IOException {
    FileStore storage = FileStore.of(new org.apache.hadoop.fs.Path(root), conf);
    // HDFS and object stores have no links that are followed.
    boolean links = storage.isLocal();
    return new RawPictures(storage, links, links ? roots(storage) : List.of());
  }

  /** The tree, and where its folders of pictures are: they may be links to another disk. */
  private static List<Path> roots(FileStore storage) throws IOException {
    List<Path> roots = new ArrayList<>();
    roots.add(storage.localPath("").toRealPath());
    for (Alignment alignment : List.of(Alignment.ALIGNED, Alignment.UNALIGNED)) {
      if (storage.exists(alignment.folder())) {
        roots.add(storage.localPath(alignment.folder()).toRealPath());
      }
    }
    return roots;
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
        return none(
            PictureReason.OUTSIDE_ROOT,
            "a link leads out of the raw tree; put the picture there instead of it");
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
    Path real = storage.localPath(path).toRealPath();
    return inside.stream().noneMatch(real::startsWith);
  }

  private static Content none(PictureReason reason, String detail) {
    return new Content.None(new Picture.Rejected(reason, detail));
  }
}
