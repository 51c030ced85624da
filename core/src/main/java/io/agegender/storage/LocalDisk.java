// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * This machine's disks. Without its native library Hadoop starts the program {@code chmod} for each
 * file that it creates, which takes longer than to write most of ours.
 */
final class LocalDisk extends RawLocalFileSystem {
  private LocalDisk() {}

  static LocalDisk of(Configuration configuration) throws IOException {
    LocalDisk disk = new LocalDisk();
    disk.initialize(FsConstants.LOCAL_FS_URI, configuration);
    return disk;
  }

  /** What may still be written: less than what is free where some is kept back for root. */
  @Override
  public FsStatus getStatus(Path path) {
    File partition = pathToFile(path);
    long total = partition.getTotalSpace();
    long usable = partition.getUsableSpace();
    return new FsStatus(total, total - usable, usable);
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    if (permission.getStickyBit()) {
      super.setPermission(path, permission); // Java knows no such bit.
      return;
    }
    Files.setPosixFilePermissions(
        pathToFile(path).toPath(),
        PosixFilePermissions.fromString(
            permission.getUserAction().SYMBOL
                + permission.getGroupAction().SYMBOL
                + permission.getOtherAction().SYMBOL));
  }
}
