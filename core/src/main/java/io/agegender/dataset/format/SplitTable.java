// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.foundation.error.Choice;
import io.agegender.storage.FileStore;
import io.agegender.storage.parquet.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The lists of one alignment and test fold: rows (target, subset, position, face, label), in the
 * order of the lists.
 */
public final class SplitTable {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message sample {
            required binary target (STRING);
            required binary subset (STRING);
            required int32 position;
            required int32 face;
            required int32 label;
          }
          """);

  private SplitTable() {}

  /** Which list of the table. */
  public record Key(Target target, Subset subset) {}

  private record Row(Key key, int position, Sample sample) {}

  public static FileStore.Written write(
      FileStore storage, Alignment alignment, int testFold, Map<Key, List<Sample>> lists) {
    List<Row> rows = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Subset subset : Subset.values()) {
        Key key = new Key(target, subset);
        List<Sample> samples = lists.get(key);
        for (int i = 0; i < samples.size(); i++) {
          rows.add(new Row(key, i, samples.get(i)));
        }
      }
    }
    return Tables.write(
        storage, Layout.splits(alignment, testFold), SCHEMA, rows, SplitTable::write);
  }

  /**
   * @param ages the classes of age that the dataset has
   */
  public static Map<Key, List<Sample>> read(
      FileStore storage, Alignment alignment, int testFold, ClassLabels ages) {
    Map<Key, List<Sample>> lists = new HashMap<>();
    for (Target target : Target.values()) {
      for (Subset subset : Subset.values()) {
        lists.put(new Key(target, subset), new ArrayList<>());
      }
    }
    for (Row row :
        Tables.read(storage, Layout.splits(alignment, testFold), group -> parse(group, ages))) {
      lists.get(row.key()).add(row.sample());
    }
    lists.replaceAll((key, samples) -> List.copyOf(samples));
    return lists;
  }

  private static void write(Row row, Group group) {
    group
        .append("target", row.key().target().key())
        .append("subset", row.key().subset().key())
        .append("position", row.position())
        .append("face", row.sample().face())
        .append("label", row.sample().label());
  }

  private static Row parse(Group row, ClassLabels ages) {
    Target target = Target.of(row.getString("target", 0));
    int classes = target == Target.AGE ? ages.count() : target.classes();
    return new Row(
        new Key(target, Choice.of(Subset.class, "subset", row.getString("subset", 0))),
        row.getInteger("position", 0),
        new Sample(
            Tables.inRange(row, "face", 0, Integer.MAX_VALUE),
            Tables.inRange(row, "label", 0, classes - 1)));
  }
}
