// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldFile;
import io.agegender.adience.Target;
import io.agegender.synthetic.people.AgeSpan;
import io.agegender.synthetic.people.SampleRow;
import io.agegender.synthetic.people.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Generates fold files like the real ones: users and subjects that stay in one fold, several photos
 * of a subject, several subjects on a photo, class shares near the real ones in every fold, and the
 * irregular labels and duplicate rows that the real files have.
 */
final class SyntheticRows {
  /** Share of each fold among the real rows. */
  private static final double[] FOLD_SHARES = {0.23, 0.19, 0.20, 0.18, 0.20};

  /** Photos of a subject; most of the real ones have one or two, few have very many. */
  private static final int[] PHOTOS_OF_A_SUBJECT = {1, 2, 1, 3, 1, 2, 6, 1, 4, 2, 1, 9, 3, 1, 2, 5};

  /**
   * Labels that the class list does not hold or that hold no gender, as pairs of age and gender. An
   * empty half keeps the subject's own label. The most frequent of the real files stand here.
   */
  private static final String[][] IRREGULAR = {
    {"(25, 23)", "f"}, {"", "u"}, {"35", ""}, {"None", ""}, {"", "-"}, {"13", "f"}, {"22", ""},
    {"None", "-"}, {"34", ""}, {"23", ""}, {"45", ""}, {"(27, 32)", "f"}, {"55", ""}, {"36", ""},
    {"(38, 42)", "m"}, {"57", ""}, {"3", ""}, {"(38, 48)", "m"}, {"(8, 23)", "m"}
  };

  /** One subject of so many is irregular: about 11 % of the real rows are. */
  private static final int IRREGULAR_EVERY = 8;

  /** One row of so many occurs twice; in the real files 117 of 19,487 do. */
  private static final int DUPLICATE_EVERY = 150;

  private final SplittableRandom random;
  private int subjects;
  private int irregular;

  private SyntheticRows(SplittableRandom random) {
    this.random = random;
  }

  /**
   * @param faces how many different faces all folds hold together
   * @return the rows in the order of the fold files, duplicates included
   */
  static List<SyntheticRow> of(int faces, long seed) {
    SyntheticRows made = new SyntheticRows(Seeds.of(seed, "rows", ""));
    List<SyntheticRow> rows = new ArrayList<>();
    double share = 0;
    int before = 0;
    for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
      share += FOLD_SHARES[fold];
      int upTo = fold == FoldFile.FOLDS - 1 ? faces : (int) Math.round(share * faces);
      rows.addAll(made.fold(fold, upTo - before));
      before = upTo;
    }
    return rows;
  }

  private List<SyntheticRow> fold(int fold, int faces) {
    Quota ages = new Quota(agesWanted());
    Quota[] genders = new Quota[Target.AGE.classes()];
    Arrays.setAll(genders, c -> new Quota(new double[] {0.47, 0.53}));
    List<SyntheticRow> rows = new ArrayList<>();
    Album album = null;
    int inAlbum = 0;
    while (rows.size() < faces) {
      if (inAlbum == 0) {
        album = new Album(random);
        inAlbum = random.nextInt(2, 14);
      }
      inAlbum--;
      int photos =
          Math.min(PHOTOS_OF_A_SUBJECT[subjects % PHOTOS_OF_A_SUBJECT.length], faces - rows.size());
      int ageClass = ages.next(photos);
      int gender = genders[ageClass].next(photos);
      String[] labels = labels(ageClass, gender);
      String subject = Integer.toString(++subjects);
      album.newSubject();
      for (int i = 0; i < photos; i++) {
        rows.add(
            new SyntheticRow(
                new SampleRow(
                    fold, new FaceKey(album.user(), album.photo(), subject), labels[0], labels[1]),
                box()));
      }
    }
    int duplicates = 1 + rows.size() / DUPLICATE_EVERY;
    for (int i = 0; i < duplicates; i++) {
      rows.add(rows.get(random.nextInt(rows.size())));
    }
    shuffle(rows);
    return rows;
  }

  private String[] labels(int ageClass, int gender) {
    String age = Target.AGE.labels().get(ageClass);
    String sex = Target.GENDER.labels().get(gender);
    if (subjects % IRREGULAR_EVERY != 1) {
      return new String[] {age, sex};
    }
    String[] other = IRREGULAR[irregular++ % IRREGULAR.length];
    return new String[] {
      other[0].isEmpty() ? age : other[0],
      switch (other[1]) {
        case "" -> sex;
        case "-" -> "";
        default -> other[1];
      }
    };
  }

  /** Face box, tilt, yaw and score in the ranges of the real files. */
  private List<String> box() {
    int dx = random.nextInt(200, 1200);
    int dy = dx + random.nextInt(-2, 3);
    int tilt = 5 * (int) Math.round(Seeds.around(random, 0, Seeds.chance(random, 0.2) ? 15 : 2));
    int yaw = 15 * (int) Math.round(Seeds.around(random, 0, 0.8));
    List<String> box = new ArrayList<>(7);
    for (int value :
        new int[] {
          random.nextInt(1800), random.nextInt(1300), dx, dy, tilt, yaw, random.nextInt(5, 180)
        }) {
      box.add(Integer.toString(value));
    }
    return box;
  }

  private void shuffle(List<SyntheticRow> rows) {
    for (int i = rows.size() - 1; i > 0; i--) {
      Collections.swap(rows, i, random.nextInt(i + 1));
    }
  }

  private static double[] agesWanted() {
    double[] wanted = new double[Target.AGE.classes()];
    Arrays.setAll(wanted, AgeSpan::realShare);
    return wanted;
  }

  /** Gives out classes so that after any number of faces the shares are near the wanted ones. */
  private static final class Quota {
    private final double[] wanted;
    private final int[] given;
    private int all;

    Quota(double[] wanted) {
      this.wanted = wanted.clone();
      this.given = new int[wanted.length];
    }

    /** The class that is furthest behind its share gets the next {@code faces}. */
    int next(int faces) {
      all += faces;
      int best = 0;
      for (int c = 1; c < wanted.length; c++) {
        if (wanted[c] * all - given[c] > wanted[best] * all - given[best]) {
          best = c;
        }
      }
      given[best] += faces;
      return best;
    }
  }

  /** The photos of one user. */
  private static final class Album {
    private final SplittableRandom random;
    private final String user;
    private final List<String> photos = new ArrayList<>();
    private int seen;

    Album(SplittableRandom random) {
      this.random = random;
      this.user =
          String.format(
              Locale.ROOT, "%d@N%02d", random.nextInt(7_000_000, 120_000_000), random.nextInt(9));
    }

    String user() {
      return user;
    }

    void newSubject() {
      seen = 0;
    }

    /** A photo that the present subject is not on yet: one of another subject's, or a new one. */
    String photo() {
      if (seen < photos.size() && Seeds.chance(random, 0.3)) {
        int shared = random.nextInt(seen, photos.size());
        seen = shared + 1;
        return photos.get(shared);
      }
      String fresh =
          String.format(
              Locale.ROOT,
              "%d_%010x_o.jpg",
              random.nextLong(8_000_000_000L, 13_000_000_000L),
              random.nextLong(1L << 40));
      photos.add(fresh);
      seen = photos.size();
      return fresh;
    }
  }
}
