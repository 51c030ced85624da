// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.adience.Alignment;
import java.util.Locale;

/** The names of the files of a dataset, relative to its root. */
public final class Layout {
  /** Written last; without it there is no dataset. */
  public static final String MANIFEST = "manifest.json";

  /** One row per stored face. */
  public static final String INDEX = "index.parquet";

  /** One row per row or picture that is not used. */
  public static final String REJECTS = "rejects.parquet";

  /** Rows in, used, left out, rejected; the sizes of all lists; what they share. */
  public static final String ACCOUNTING = "accounting.json";

  /** The same for people. */
  public static final String ACCOUNTING_TEXT = "accounting.txt";

  /** The folder of work in progress; gone when the dataset is complete. */
  public static final String WORK = "_work";

  private Layout() {}

  /** A shard: {@code shards/shard-00017.npy}. */
  public static String shard(int number) {
    return String.format(Locale.ROOT, "shards/shard-%05d.npy", number);
  }

  /** What a finished shard holds, while the dataset is not complete. */
  public static String receipt(int number) {
    return WORK + String.format(Locale.ROOT, "/shard-%05d.json", number);
  }

  /**
   * The split lists of an alignment and test fold, both targets: {@code splits/mixed-3.parquet}.
   */
  public static String splits(Alignment alignment, int testFold) {
    return String.format(Locale.ROOT, "splits/%s-%d.parquet", alignment.key(), testFold);
  }

  /** A mean image: {@code means/mixed-3.binaryproto}. */
  public static String mean(Alignment alignment, int testFold) {
    return String.format(Locale.ROOT, "means/%s-%d.binaryproto", alignment.key(), testFold);
  }
}
