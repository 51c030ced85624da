// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.FoldFile;
import io.agegender.adience.Folds;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.process.FileNames;
import io.agegender.storage.FileStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The raw tree as it lies there: fold files, and which pictures there are. */
record RawTree(FileStore storage) {
  /**
   * @throws UsageException if there is no such folder
   */
  static RawTree open(Path root, Configuration conf) {
    FileStore storage = FileStore.of(root, conf);
    try {
      if (!storage.status("").isDirectory()) {
        throw new UsageException("%s is not a folder: give the raw tree".formatted(storage.root()));
      }
    } catch (FileNotFoundException e) {
      throw new UsageException(
          "%s: no such folder; give the raw tree with fold_0_data.txt, faces and aligned"
              .formatted(storage.root()),
          e);
    } catch (IOException e) {
      throw new FailedException(
          "cannot look for %s: %s".formatted(storage.root(), e.getMessage()), e);
    }
    return new RawTree(storage);
  }

  /**
   * The rows of all fold files that are there.
   *
   * @throws UsageException if there are fewer than two, or they cannot be used
   */
  Folds folds() {
    List<FoldFile> files = new ArrayList<>();
    for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
      if (storage.exists(FoldFile.name(fold))) {
        files.add(FoldFile.read(fold, storage.read(FoldFile.name(fold))));
      }
    }
    if (files.isEmpty()) {
      throw new UsageException(
          "%s has no %s to %s: give the raw tree"
              .formatted(storage.root(), FoldFile.name(0), FoldFile.name(FoldFile.FOLDS - 1)));
    }
    Folds folds = Folds.of(files);
    if (storage.isLocal()) {
      // Their pictures would count as missing.
      folds.rows().forEach(row -> FileNames.require(row.user() + "/" + row.photo()));
    }
    return folds;
  }

  /** What is missing of the five fold files: each makes a test fold and its pictures less. */
  List<String> missingFolds() {
    List<String> missing = new ArrayList<>();
    for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
      if (!storage.exists(FoldFile.name(fold))) {
        String start = FoldFile.name(fold).replaceFirst("data.*", "");
        String alike =
            storage.list("").stream()
                .map(file -> file.getPath().getName())
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(start))
                .map(name -> "; is it '%s'?".formatted(name))
                .findFirst()
                .orElse("");
        missing.add(
            "%s has no %s, so the dataset has neither its rows nor its test fold%s"
                .formatted(storage.root(), FoldFile.name(fold), alike));
      }
    }
    return missing;
  }

  /** Whether the faces are photographs. */
  FaceOrigin origin() {
    return storage.exists(FaceOrigin.MARK) ? FaceOrigin.SYNTHETIC : FaceOrigin.PHOTOGRAPHED;
  }

  /** A file or folder of the tree: a folder has length -1. */
  record Found(long bytes, long modified) {
    static final long FOLDER = -1;

    boolean isFolder() {
      return bytes == FOLDER;
    }
  }

  /**
   * What is in the users' folders of an alignment, by path below the root. One listing per user is
   * much cheaper than a question per picture.
   *
   * @throws UsageException if the alignment's folder is missing
   */
  SortedMap<String, Found> pictures(Alignment alignment) {
    SortedMap<String, Found> found = new TreeMap<>();
    if (!storage.exists(alignment.folder())) {
      throw new UsageException(
          "%s: no such folder; give a tree with %s pictures, or leave them out of prepare.alignments"
              .formatted(storage.path(alignment.folder()), alignment.key()));
    }
    for (FileStatus user : storage.list(alignment.folder())) {
      if (user.isDirectory()) {
        found.putAll(found(storage, alignment.folder() + "/" + user.getPath().getName()));
      }
    }
    return found;
  }

  /** What is in a folder, by path below the root. */
  static SortedMap<String, Found> found(FileStore storage, String folder) {
    SortedMap<String, Found> found = new TreeMap<>();
    for (FileStatus file : storage.list(folder)) {
      found.put(
          (folder.isEmpty() ? "" : folder + "/") + file.getPath().getName(),
          new Found(file.isDirectory() ? Found.FOLDER : file.getLen(), file.getModificationTime()));
    }
    return found;
  }

  /** The SHA-256 of each fold file, by name. */
  Map<String, String> foldFileHashes(Folds folds) {
    Map<String, String> hashes = new TreeMap<>();
    for (int fold : folds.ids()) {
      hashes.put(FoldFile.name(fold), Sha256.of(storage.read(FoldFile.name(fold))));
    }
    return hashes;
  }
}
