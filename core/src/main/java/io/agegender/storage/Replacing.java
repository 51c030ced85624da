// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Reaches the rename of {@link FileSystem} that replaces its target; it is protected there. */
final class Replacing extends FilterFileSystem {
  Replacing(FileSystem files) {
    super(files);
  }

  @Override
  @SuppressWarnings(
      "deprecation") // The only call of its kind; FileContext would bypass the store's file
  // system.
  public boolean rename(Path from, Path to) throws IOException {
    super.rename(from, to, Options.Rename.OVERWRITE);
    return true;
  }
}
