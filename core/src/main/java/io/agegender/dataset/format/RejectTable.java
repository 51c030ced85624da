// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import io.agegender.foundation.error.Choice;
import io.agegender.storage.FileStore;
import io.agegender.storage.parquet.Tables;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** The table of everything that is not used. */
public final class RejectTable {
  private static final MessageType SCHEMA = schema();

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

  private static MessageType schema() {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (String name : List.of("kind", "reason")) {
      schema.required(PrimitiveTypeName.BINARY).as(stringType()).named(name);
    }
    for (String name : List.of("fold", "line")) {
      schema.required(PrimitiveTypeName.INT32).named(name);
    }
    for (String name : List.of("alignment", "target", "path", "detail")) {
      schema.required(PrimitiveTypeName.BINARY).as(stringType()).named(name);
    }
    return schema.named("reject");
  }
}
