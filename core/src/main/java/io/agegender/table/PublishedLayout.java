// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.Alignment;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Datasets of labelled faces whose published layout is known. {@code docs/tables.md} has the
 * sources.
 */
public enum PublishedLayout {
  /** UTKFace: labels in the names of its files. */
  UTKFACE(Map.of("0", "m", "1", "f"), Alignment.ALIGNED, (root, settings) -> new UtkFaceRows(root)),
  /** FairFace: two CSV files with ranges of ages. */
  FAIRFACE(Map.of(), Alignment.ALIGNED, (root, settings) -> new FairFaceRows(root)),
  /** IMDB-WIKI: metadata as Matlab's {@code .mat}. */
  IMDB_WIKI(
      Map.of("0", "f", "1", "m"),
      Alignment.UNALIGNED,
      (root, settings) -> new ImdbWikiRows(root, settings.leastFaceScore()));

  private final Map<String, String> genders;
  private final Alignment alignment;
  private final BiFunction<FileStore, TableSettings, RowSource> source;

  PublishedLayout(
      Map<String, String> genders,
      Alignment alignment,
      BiFunction<FileStore, TableSettings, RowSource> source) {
    this.genders = genders;
    this.alignment = alignment;
    this.source = source;
  }

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
        source.apply(root, settings), settings.with(columns, genders, alignment), seed);
  }
}
