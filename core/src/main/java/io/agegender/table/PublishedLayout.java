// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.Alignment;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.util.EnumMap;
import java.util.Map;

/**
 * Datasets of labelled faces whose published layout is known. {@code docs/tables.md} has the
 * sources.
 */
public enum PublishedLayout {
  /** UTKFace: labels in the names of its files. */
  UTKFACE(Map.of("0", "m", "1", "f"), Alignment.ALIGNED) {
    @Override
    RowSource source(FileStore root, TableSettings settings) {
      return new UtkFaceRows(root);
    }
  },
  /** FairFace: two CSV files with ranges of ages. */
  FAIRFACE(Map.of(), Alignment.ALIGNED) {
    @Override
    RowSource source(FileStore root, TableSettings settings) {
      return new FairFaceRows(root);
    }
  },
  /** IMDB-WIKI: metadata as Matlab's {@code .mat}. */
  IMDB_WIKI(Map.of("0", "f", "1", "m"), Alignment.UNALIGNED) {
    @Override
    RowSource source(FileStore root, TableSettings settings) {
      return new ImdbWikiRows(root, settings.leastFaceScore());
    }
  };

  private final Map<String, String> genders;
  private final Alignment alignment;

  PublishedLayout(Map<String, String> genders, Alignment alignment) {
    this.genders = genders;
    this.alignment = alignment;
  }

  abstract RowSource source(FileStore root, TableSettings settings);

  /**
   * The rows of a dataset.
   *
   * @param root its folder, as it was unpacked
   * @param settings of the table; the layout knows columns, gender numbers and alignment itself
   * @param seed of the folds
   * @throws UsageException if the folder is not laid out so
   */
  public LabelledTable read(FileStore root, TableSettings settings, long seed) {
    Map<TableColumn, String> columns = new EnumMap<>(TableColumn.class);
    for (TableColumn column : TableColumn.values()) {
      columns.put(column, column.key());
    }
    return TableReader.read(
        source(root, settings), settings.with(columns, genders, alignment), seed);
  }
}
