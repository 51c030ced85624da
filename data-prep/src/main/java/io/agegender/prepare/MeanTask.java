// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldFile;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.image.MeanSum;
import io.agegender.image.Pixels;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums for all mean images in one pass over the records. A face is in the training lists of four
 * test folds times two alignments, mostly the same number of times; so it is added once to the sum
 * of its fold and alignment, and only where a list has it more or less often is the difference
 * added to that list's own sum.
 */
final class MeanTask {
  private static final int LISTS = Alignment.values().length * FoldFile.FOLDS;

  private final FaceReader reader;
  private final Map<Key, MeanSum> sums = new HashMap<>();

  MeanTask(FaceReader reader) {
    this.reader = reader;
  }

  /** What a sum is over. */
  enum Part {
    /** All faces of a fold in an alignment, each as often as most lists have it. */
    FOLD,
    /** The differences of a training list. */
    LIST
  }

  /** Which sum: of a stored alignment and fold, or of a list's alignment and test fold. */
  record Key(Part part, Alignment alignment, int fold) {
    /**
     * A number for Spark to group by. The record itself will not do: an enum constant's hash is
     * another one in each JVM, so equal keys would go to different reducers.
     */
    int number() {
      return part.ordinal() * LISTS + list(alignment, fold);
    }

    static Key of(int number) {
      int list = number % LISTS;
      return new Key(
          Part.values()[number / LISTS],
          Alignment.values()[list / FoldFile.FOLDS],
          list % FoldFile.FOLDS);
    }
  }

  /**
   * A face and how often each training list has it.
   *
   * @param times by {@link #list}
   */
  record Weighted(Face face, int[] times) implements Serializable {}

  /** The position of an alignment and test fold in {@link Weighted#times}. */
  static int list(Alignment alignment, int testFold) {
    return alignment.ordinal() * FoldFile.FOLDS + testFold;
  }

  static int[] noTimes() {
    return new int[LISTS];
  }

  Map<Key, MeanSum> run(List<Weighted> faces, List<Integer> folds) {
    byte[] record = new byte[Pixels.RECORD];
    for (Weighted weighted : faces) {
      Face face = weighted.face();
      reader.read(face, record);
      int usual = usual(weighted, folds);
      add(new Key(Part.FOLD, face.alignment(), face.fold()), record, usual);
      for (Alignment alignment : List.of(face.alignment(), Alignment.MIXED)) {
        for (int testFold : folds) {
          if (testFold != face.fold()) {
            int times = weighted.times()[list(alignment, testFold)];
            add(new Key(Part.LIST, alignment, testFold), record, times - usual);
          }
        }
      }
    }
    return sums;
  }

  /** The sum of a list out of its parts. */
  static MeanSum total(
      Map<Key, MeanSum> parts, Alignment alignment, int testFold, List<Integer> folds) {
    MeanSum total = new MeanSum();
    for (Alignment stored : alignment.parts()) {
      for (int fold : folds) {
        if (fold != testFold) {
          addTo(total, parts.get(new Key(Part.FOLD, stored, fold)));
        }
      }
    }
    addTo(total, parts.get(new Key(Part.LIST, alignment, testFold)));
    return total;
  }

  private void add(Key key, byte[] record, int times) {
    if (times != 0) {
      sums.computeIfAbsent(key, k -> new MeanSum()).add(record, times);
    }
  }

  private static void addTo(MeanSum total, MeanSum part) {
    if (part != null) {
      total.add(part);
    }
  }

  /** The most frequent number over the lists that may have the face. */
  private static int usual(Weighted weighted, List<Integer> folds) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (Alignment alignment : List.of(weighted.face().alignment(), Alignment.MIXED)) {
      for (int testFold : folds) {
        if (testFold != weighted.face().fold()) {
          counts.merge(weighted.times()[list(alignment, testFold)], 1, Integer::sum);
        }
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(0);
  }
}
