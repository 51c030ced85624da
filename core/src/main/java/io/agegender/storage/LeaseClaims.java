// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;

/**
 * The claims to a folder: a file each in {@code _lease/}, named after its epoch, and after its
 * owner, too, where the store cannot exclude that two make the same file. Only a claim's owner
 * writes its file again.
 */
final class LeaseClaims {
  private static final Pattern NAME = Pattern.compile("(\\d{10})(-[0-9a-f-]{36})?");

  /** The epoch of the one file that versions before wrote in the folder's place. */
  static final long BEFORE_EPOCHS = 0;

  private final FileStore storage;

  LeaseClaims(FileStore storage) {
    this.storage = storage;
  }

  /**
   * One claim.
   *
   * @param file its path below the folder
   * @param epoch the higher one wins
   */
  record Claim(String file, long epoch) {}

  /** All claims, the highest epoch last, those of an epoch by name. */
  List<Claim> all() {
    List<Claim> claims = new ArrayList<>();
    for (FileStatus status : storage.list(Lease.FILE)) {
      String name = status.getPath().getName();
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        claims.add(new Claim(Lease.FILE + "/" + name, Long.parseLong(matcher.group(1))));
      } else if (status.isFile() && name.equals(Lease.FILE)) {
        claims.add(new Claim(Lease.FILE, BEFORE_EPOCHS));
      }
    }
    claims.sort(Comparator.comparingLong(Claim::epoch).thenComparing(Claim::file));
    return claims;
  }

  /** Who made a claim; empty while the file is being written, or if its writer was killed. */
  Optional<LeaseHolder> holder(Claim claim) {
    try {
      return LeaseHolder.read(storage.read(claim.file()));
    } catch (FailedException e) {
      if (storage.exists(claim.file())) {
        throw e;
      }
      return Optional.empty(); // Removed meanwhile.
    }
  }

  /** What a claim's file holds; equal texts mean that its owner was silent. */
  String text(Claim claim) {
    return holder(claim).map(Object::toString).orElseGet(() -> raw(claim));
  }

  private String raw(Claim claim) {
    try {
      return new String(storage.read(claim.file()), java.nio.charset.StandardCharsets.UTF_8);
    } catch (FailedException e) {
      return "";
    }
  }

  /**
   * Makes a claim.
   *
   * @return nothing if somebody else made it first
   * @throws IOException as the file system gives it
   */
  Optional<Claim> make(long epoch, LeaseHolder holder) throws IOException {
    String number = String.format(Locale.ROOT, "%010d", epoch);
    byte[] content = Json.ofRecord(holder);
    if (storage.createsExclusively()) {
      Claim claim = new Claim(Lease.FILE + "/" + number, epoch);
      return storage.createExclusively(claim.file(), content)
          ? Optional.of(claim)
          : Optional.empty();
    }
    Claim claim = new Claim(Lease.FILE + "/" + number + "-" + holder.owner(), epoch);
    rewrite(claim, holder);
    return Optional.of(claim);
  }

  /** Writes one's own claim again. */
  void rewrite(Claim claim, LeaseHolder holder) {
    FileStore.Written unused = storage.write(claim.file(), out -> out.write(Json.ofRecord(holder)));
  }

  void remove(Claim claim) {
    storage.deleteFileOrEmptyFolder(claim.file());
  }

  /** Removes the folder, if no claim is left. */
  void removeFolder() {
    storage.deleteFileOrEmptyFolder(Lease.FILE);
  }
}
