// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.FaceKey;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.storage.FileStore;
import io.agegender.storage.parquet.Tables;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The index: one row per stored face, in the order of {@link Face#id()}. */
public final class IndexTable {
  /** Checksums are unsigned, so that readers show the number that other tools compute. */
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message face {
            required int32 id;
            required binary user (STRING);
            required binary subject (STRING);
            required binary photo (STRING);
            required int32 fold;
            required binary alignment (STRING);
            required binary age (STRING);
            required binary gender (STRING);
            required int32 age_class;
            required int32 gender_class;
            required int32 rows;
            required int32 shard;
            required int32 slot;
            required int32 crc32c (INTEGER(32,false));
            required binary source_format (STRING);
            required int32 source_width;
            required int32 source_height;
            required int64 source_bytes;
            required int32 source_crc32c (INTEGER(32,false));
            required binary flags (STRING);
          }
          """);

  private IndexTable() {}

  public static FileStore.Written write(FileStore storage, List<Face> faces) {
    return Tables.write(storage, Layout.INDEX, SCHEMA, faces, IndexTable::write);
  }

  /**
   * @param ages the classes of age that the dataset has
   */
  public static List<Face> read(FileStore storage, ClassLabels ages) {
    return Tables.read(storage, Layout.INDEX, row -> parse(row, ages));
  }

  private static void write(Face face, Group row) {
    row.append("id", face.id())
        .append("user", face.key().user())
        .append("subject", face.key().subject())
        .append("photo", face.key().photo())
        .append("fold", face.fold())
        .append("alignment", face.alignment().key())
        .append("age", face.labels().age())
        .append("gender", face.labels().gender())
        .append("age_class", face.labels().ageClass())
        .append("gender_class", face.labels().genderClass())
        .append("rows", face.rows())
        .append("shard", face.place().shard())
        .append("slot", face.place().slot())
        .append("crc32c", face.place().crc32c())
        .append("source_format", face.source().format())
        .append("source_width", face.source().width())
        .append("source_height", face.source().height())
        .append("source_bytes", face.source().bytes())
        .append("source_crc32c", face.source().crc32c())
        .append("flags", face.source().flags());
  }

  private static Face parse(Group row, ClassLabels ages) {
    return new Face(
        Tables.inRange(row, "id", 0, Integer.MAX_VALUE),
        new FaceKey(
            row.getString("user", 0), row.getString("photo", 0), row.getString("subject", 0)),
        Tables.inRange(row, "fold", -1, Integer.MAX_VALUE),
        Alignment.of(row.getString("alignment", 0)),
        new Face.FaceLabels(
            row.getString("age", 0),
            row.getString("gender", 0),
            label(row, "age_class", ages),
            label(row, "gender_class", ClassLabels.of(Target.GENDER))),
        row.getInteger("rows", 0),
        new Face.Place(
            Tables.inRange(row, "shard", 0, Integer.MAX_VALUE),
            Tables.inRange(row, "slot", 0, Npy.MAX_RECORDS - 1),
            row.getInteger("crc32c", 0)),
        new SourceFacts(
            row.getString("source_format", 0),
            row.getInteger("source_width", 0),
            row.getInteger("source_height", 0),
            row.getLong("source_bytes", 0),
            row.getInteger("source_crc32c", 0),
            row.getString("flags", 0)));
  }

  private static int label(Group row, String column, ClassLabels classes) {
    return Tables.inRange(row, column, LabelPolicy.NO_CLASS, classes.count() - 1);
  }
}
