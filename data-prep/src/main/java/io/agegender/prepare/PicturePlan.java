// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.dataset.build.FaceImage;
import io.agegender.image.Picture;
import io.agegender.image.verdict.PictureReason;
import io.agegender.storage.FileStore;
import io.agegender.table.LabelledTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which pictures shall be read, as far as the listing of the tree tells.
 *
 * @param candidates the pictures to read, in the order of the index
 * @param rejected pictures that need not be opened
 * @param unlisted paths of pictures that no row names
 */
record PicturePlan(
    List<Candidate> candidates, Map<FaceImage, Picture.Rejected> rejected, List<String> unlisted) {
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".gif");

  static PicturePlan of(RawTree tree, Folds folds, PrepareSettings settings) {
    List<Candidate> candidates = new ArrayList<>();
    Map<FaceImage, Picture.Rejected> rejected = new HashMap<>();
    List<String> unlisted = new ArrayList<>();
    Map<FaceKey, Integer> foldOf = new HashMap<>();
    for (FoldRow row : folds.rows()) {
      foldOf.put(row.face(), row.fold());
    }
    for (Alignment alignment : settings.alignments()) {
      SortedMap<String, RawTree.Found> found = tree.pictures(alignment);
      foldOf.forEach(
          (face, fold) -> {
            FaceImage image = new FaceImage(face, alignment);
            RawTree.Found file = found.remove(image.path());
            Picture.Rejected why = obstacle(file, settings.pictures().maxBytes());
            if (why != null) {
              rejected.put(image, why);
            } else {
              candidates.add(new Candidate(face, fold, alignment, file.bytes(), file.modified()));
            }
          });
      unlisted.addAll(found.keySet());
    }
    candidates.sort(Candidate.ORDER);
    return new PicturePlan(candidates, rejected, unlisted);
  }

  /** The pictures of a table; each folder that it names is listed once. */
  static PicturePlan of(FileStore storage, LabelledTable table, PrepareSettings settings) {
    List<Candidate> candidates = new ArrayList<>();
    Map<FaceImage, Picture.Rejected> rejected = new HashMap<>();
    List<String> unlisted = new ArrayList<>();
    Map<String, List<FoldRow>> byFolder =
        table.folds().rows().stream()
            .collect(Collectors.groupingBy(FoldRow::user, TreeMap::new, Collectors.toList()));
    byFolder.forEach(
        (folder, rows) -> {
          String below = folder.equals("./") ? "" : folder.substring(0, folder.length() - 1);
          Map<String, RawTree.Found> found = RawTree.found(storage, below);
          Set<FaceKey> seen = new HashSet<>();
          Set<String> named = new HashSet<>();
          for (FoldRow row : rows) {
            if (seen.add(row.face())) {
              FaceImage image = new FaceImage(row.face(), table.alignmentOf(row));
              named.add(image.path());
              RawTree.Found file = found.get(image.path());
              Picture.Rejected why = obstacle(file, settings.pictures().maxBytes());
              if (why != null) {
                rejected.put(image, why);
              } else {
                candidates.add(
                    new Candidate(
                        row.face(), row.fold(), image.alignment(), file.bytes(), file.modified()));
              }
            }
          }
          found.keySet().stream()
              .filter(path -> !named.contains(path) && isPicture(path))
              .forEach(unlisted::add);
        });
    candidates.sort(Candidate.ORDER);
    return new PicturePlan(candidates, rejected, unlisted);
  }

  /** A table may lie among its pictures. */
  private static boolean isPicture(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static Picture.Rejected obstacle(RawTree.Found file, long maxBytes) {
    if (file == null) {
      return new Picture.Rejected(PictureReason.MISSING, "no such file");
    }
    if (file.isFolder()) {
      return new Picture.Rejected(PictureReason.NOT_A_FILE, "a folder");
    }
    return file.bytes() > maxBytes
        ? new Picture.Rejected(
            PictureReason.TOO_LARGE,
            String.format(Locale.ROOT, "%d bytes, more than %d", file.bytes(), maxBytes))
        : null;
  }
}
