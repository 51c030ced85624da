// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The rows of one face, one for each rule and explained class, in a file of their own. */
public final class FaceRows {
  private FaceRows() {}

  /** What is done with a row. */
  public interface Use {
    void row(JsonNode row) throws IOException;
  }

  /** Where the rows of a face are. */
  public static String file(String folder, String name) {
    return "rows/%s/%s.json".formatted(folder, name);
  }

  /**
   * Goes through the rows of a face.
   *
   * @param folder of its network's files
   * @throws FailedException if the rows are missing or damaged
   */
  public static void each(FileStore out, String folder, String name, Use use) {
    String file = file(folder, name);
    try {
      JsonNode document = Json.tree(new String(out.read(file), StandardCharsets.UTF_8));
      for (JsonNode row : document.get("rows")) {
        use.row(row);
      }
    } catch (IOException e) {
      throw new FailedException(
          "%s is damaged: %s; delete it and start again".formatted(out.path(file), e.getMessage()),
          e);
    }
  }
}
