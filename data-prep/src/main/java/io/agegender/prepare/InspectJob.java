// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.image.ContactSheet;
import io.agegender.image.Pixels;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Command {@code inspect}: counts per fold, class and alignment, the head of the index, and a
 * contact sheet of labelled faces. Reads only what it shows, so it needs no Spark.
 */
public final class InspectJob {
  private InspectJob() {}

  /**
   * Looks into a dataset.
   *
   * @param sheet where the contact sheet goes, a PNG, on any Hadoop file system; replaced if it is
   *     there
   * @throws io.agegender.foundation.error.UsageException if there is no dataset
   * @throws io.agegender.foundation.error.FailedException if it is damaged, or the sheet cannot be
   *     written
   */
  public static InspectResult run(
      InspectSettings settings, Path dataset, Path sheet, Configuration conf) {
    Dataset opened = Dataset.open(dataset, conf);
    byte[] png = ContactSheet.png(tiles(settings, opened), settings.thumbnail());
    FileStore.write(sheet, conf, out -> out.write(png));
    return new InspectResult(counts(opened), head(opened, settings.head()), sheet);
  }

  private static String counts(Dataset dataset) {
    StringBuilder text = new StringBuilder();
    for (Target target : Target.values()) {
      text.append(
          "%s faces per fold, class and alignment\nalignment fold  %s    none   total\n"
              .formatted(
                  target.key(),
                  String.join(
                      " ",
                      dataset.classes(target).labels().stream().map("%9s"::formatted).toList())));
      for (Alignment alignment : dataset.manifest().alignments()) {
        for (int fold : alignment == Alignment.MIXED ? List.<Integer>of() : dataset.folds()) {
          text.append(line(dataset, target, alignment, fold));
        }
      }
    }
    return text.toString();
  }

  private static String line(Dataset dataset, Target target, Alignment alignment, int fold) {
    int classes = dataset.classes(target).count();
    long[] counts = new long[classes + 1];
    for (Face face : dataset.faces()) {
      if (face.alignment() == alignment && face.fold() == fold) {
        int label = face.label(target);
        counts[label == LabelPolicy.NO_CLASS ? classes : label]++;
      }
    }
    StringBuilder line = new StringBuilder("%-9s %4d ".formatted(alignment.key(), fold));
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      line.append((i < classes ? " %9d" : " %7d").formatted(counts[i]));
      total += counts[i];
    }
    return line.append(" %7d\n".formatted(total)).toString();
  }

  private static List<String> head(Dataset dataset, int rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "id user subject photo fold alignment age gender age_class gender_class rows shard slot crc32c source");
    dataset.faces().stream()
        .limit(rows)
        .map(
            f ->
                "%d %s %s %s %d %s '%s' '%s' %d %d %d %d %d %08x %s %dx%d %s"
                    .formatted(
                        f.id(),
                        f.key().user(),
                        f.key().subject(),
                        f.key().photo(),
                        f.fold(),
                        f.alignment().key(),
                        f.labels().age(),
                        f.labels().gender(),
                        f.labels().ageClass(),
                        f.labels().genderClass(),
                        f.rows(),
                        f.place().shard(),
                        f.place().slot(),
                        f.place().crc32c(),
                        f.source().format(),
                        f.source().width(),
                        f.source().height(),
                        f.source().flags())
                    .strip())
        .forEach(lines::add);
    return List.copyOf(lines);
  }

  /** A row per age class, faces at equal distances over the index, so over folds and alignments. */
  private static List<List<ContactSheet.Tile>> tiles(InspectSettings settings, Dataset dataset) {
    List<List<ContactSheet.Tile>> rows = new ArrayList<>();
    try (FaceReader reader = dataset.reader()) {
      int classes = dataset.classes(Target.AGE).count();
      for (int label = 0; label <= classes; label++) {
        int wanted = label < classes ? label : LabelPolicy.NO_CLASS;
        List<Face> faces =
            dataset.faces().stream().filter(f -> f.labels().ageClass() == wanted).toList();
        List<ContactSheet.Tile> row = new ArrayList<>();
        int columns = Math.min(settings.columns(), faces.size());
        for (int column = 0; column < columns; column++) {
          row.add(tile(reader, faces.get((int) ((long) column * faces.size() / columns))));
        }
        if (!row.isEmpty()) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static ContactSheet.Tile tile(FaceReader reader, Face face) {
    byte[] record = new byte[Pixels.RECORD];
    reader.read(face, record);
    String caption =
        String.format(
            Locale.ROOT,
            "%s %s f%d %s",
            face.labels().age(),
            face.labels().gender().isEmpty() ? "-" : face.labels().gender(),
            face.fold(),
            face.alignment().key().charAt(0));
    return new ContactSheet.Tile(record, caption);
  }
}
