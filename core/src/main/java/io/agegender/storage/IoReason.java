// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why a file system refused: the message of some exceptions is nothing but the file's name. */
final class IoReason {
  private IoReason() {}

  /** The reason in words, such as {@code permission denied}. */
  static String of(IOException e) {
    if (e instanceof ExplainedException) {
      return e.getMessage();
    }
    Optional<String> remote = RemoteReason.of(e);
    if (remote.isPresent()) {
      return remote.get();
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (e instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
