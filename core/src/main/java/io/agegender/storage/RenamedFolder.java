// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import io.agegender.storage.FileStore.FolderWriter;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder that is filled under a hidden name beside its place, and renamed when it is whole. */
final class RenamedFolder {
  private final FileSystem files;
  private final FileStore store;
  private final Path root;

  RenamedFolder(FileSystem files, FileStore store) {
    this.files = files;
    this.store = store;
    this.root = store.root();
  }

  /** As {@link FileStore#replace}. */
  void replace(FolderWriter content) {
    Path whole = fill(content);
    if (!store.exists("")) {
      publish(whole);
      return;
    }
    Path before = FileStore.temporary(root);
    try {
      store.rename(root, before);
    } catch (IOException e) {
      store.discard(whole, e);
      throw store.failed("write", "", e);
    }
    try {
      publish(whole);
    } catch (FailedException e) {
      try {
        store.rename(before, root);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    try {
      boolean unused = files.delete(before, true);
    } catch (IOException e) {
      throw store.failed("delete what was before at", "", e);
    }
  }

  private Path fill(FolderWriter content) {
    Path temporary = FileStore.temporary(root);
    try {
      store.make(temporary);
      content.into(store.at(temporary));
      return temporary;
    } catch (IOException e) {
      store.discard(temporary, e);
      throw store.failed("write", "", e);
    } catch (RuntimeException | Error e) {
      store.discard(temporary, e);
      throw e;
    }
  }

  private void publish(Path temporary) {
    try {
      if (files.exists(root)) {
        throw new IOException("it exists already");
      }
      store.rename(temporary, root);
    } catch (IOException e) {
      store.discard(temporary, e);
      throw store.failed("publish", "", e);
    }
  }
}
