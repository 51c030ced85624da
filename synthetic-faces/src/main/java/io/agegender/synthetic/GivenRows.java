// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import io.agegender.adience.FoldFile;
import io.agegender.adience.RowReject;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.synthetic.people.SampleRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of given fold files, for a tree with the real files' names and labels. */
final class GivenRows {
  private GivenRows() {}

  /**
   * @param folder holds {@code fold_0_data.txt} to {@code fold_4_data.txt}
   * @throws UsageException if one of them is missing or has a row that no picture can be named
   *     after
   */
  static List<SampleRow> of(Path folder) {
    List<SampleRow> rows = new ArrayList<>();
    for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
      Path file = folder.resolve(FoldFile.name(fold));
      if (!Files.isRegularFile(file)) {
        throw new UsageException(
            "%s: no such file; sample.folds names a folder with fold_0_data.txt to fold_4_data.txt"
                .formatted(file));
      }
      FoldFile given = read(file, fold);
      for (RowReject reject : given.rejects()) {
        throw new UsageException(
            "%s:%d: %s, %s; no picture can be generated for it: correct the row"
                .formatted(file, reject.line(), Choice.key(reject.reason()), reject.detail()));
      }
      given.rows().stream().map(SampleRow::of).forEach(rows::add);
    }
    return rows;
  }

  private static FoldFile read(Path file, int fold) {
    try {
      return FoldFile.read(fold, Files.readAllBytes(file));
    } catch (UsageException e) {
      throw new UsageException("%s: %s".formatted(file.getParent(), e.getMessage()), e);
    } catch (IOException e) {
      throw new FailedException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
