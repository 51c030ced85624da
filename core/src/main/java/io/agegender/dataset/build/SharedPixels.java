// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.foundation.hash.Sha256;
import io.agegender.image.Pixels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Pictures of different folds that show the same, whoever is said to be on them. */
public final class SharedPixels {
  private SharedPixels() {}

  /**
   * Finds them by the checksum of their record, and reads those that share one.
   *
   * @param faces the rows of the index
   * @param reader of their records
   * @return all but those of the fold that has the first of them, so that no two folds share pixels
   *     when they are gone
   */
  public static Set<FaceImage> find(List<Face> faces, FaceReader reader) {
    Map<Integer, Integer> foldOf = new HashMap<>();
    Set<Integer> crossing = new HashSet<>();
    for (Face face : faces) {
      Integer before = foldOf.putIfAbsent(face.place().crc32c(), face.fold());
      if (before != null && before != face.fold()) {
        crossing.add(face.place().crc32c());
      }
    }
    Map<String, List<Face>> same = new TreeMap<>();
    byte[] record = new byte[Pixels.RECORD];
    for (Face face : faces) {
      if (crossing.contains(face.place().crc32c())) {
        reader.read(face, record);
        same.computeIfAbsent(Sha256.of(record), hash -> new ArrayList<>()).add(face);
      }
    }
    Set<FaceImage> others = new HashSet<>();
    for (List<Face> group : same.values()) {
      group.stream()
          .filter(face -> face.fold() != group.get(0).fold())
          .forEach(face -> others.add(new FaceImage(face.key(), face.alignment())));
    }
    return others;
  }
}
