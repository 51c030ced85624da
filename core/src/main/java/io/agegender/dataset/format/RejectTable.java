// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.foundation.error.Choice;
import io.agegender.storage.FileStore;
import io.agegender.storage.parquet.Tables;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The table of everything that is not used. */
public final class RejectTable {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message reject {
            required binary kind (STRING);
            required binary reason (STRING);
            required int32 fold;
            required int32 line;
            required binary alignment (STRING);
            required binary target (STRING);
            required binary path (STRING);
            required binary detail (STRING);
          }
          """);

  private RejectTable() {}

  public static FileStore.Written write(FileStore storage, List<Reject> rejects) {
    return Tables.write(
        storage,
        Layout.REJECTS,
        SCHEMA,
        rejects,
        (reject, row) ->
            row.append("kind", Choice.key(reject.kind()))
                .append("reason", reject.reason())
                .append("fold", reject.fold())
                .append("line", reject.line())
                .append("alignment", reject.alignment())
                .append("target", reject.target())
                .append("path", reject.path())
                .append("detail", reject.detail()));
  }

  public static List<Reject> read(FileStore storage) {
    return Tables.read(storage, Layout.REJECTS, RejectTable::parse);
  }

  private static Reject parse(Group row) {
    return new Reject(
        Choice.of(Reject.Kind.class, "kind", row.getString("kind", 0)),
        row.getString("reason", 0),
        row.getInteger("fold", 0),
        row.getInteger("line", 0),
        row.getString("alignment", 0),
        row.getString("target", 0),
        row.getString("path", 0),
        row.getString("detail", 0));
  }
}
