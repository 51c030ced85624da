// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who holds a lease, as its file says it.
 *
 * @param owner a random name of the holder
 * @param place its process
 * @param renewals how often it was renewed
 * @param afterSilence whether a holder before was only silent, so that it may wake up one day
 * @param released whether it was given back
 */
record LeaseHolder(
    String owner, Place place, long renewals, boolean afterSilence, boolean released) {

  /**
   * A process, among all that write to a file system.
   *
   * @param host its machine's name, for people
   * @param bootId its machine, since that was started; empty where the system does not say
   * @param pidNamespace the container that its process number counts in; empty as before
   * @param pid its number
   * @param startTicks when it started, in the kernel's ticks since the machine did: process numbers
   *     are used again, and a wall clock may be set
   */
  record Place(String host, String bootId, String pidNamespace, long pid, long startTicks) {
    /** This process. */
    static Place here() {
      return new Place(
          text("/proc/sys/kernel/hostname"),
          text("/proc/sys/kernel/random/boot_id"),
          namespace(),
          ProcessHandle.current().pid(),
          startTicks(ProcessHandle.current().pid()));
    }

    /** Whether its process number means something here: the same machine and container. */
    boolean isInSight() {
      Place here = here();
      return !bootId.isEmpty()
          && !pidNamespace.isEmpty()
          && bootId.equals(here.bootId)
          && pidNamespace.equals(here.pidNamespace);
    }

    /** Whether its process runs; to be asked of one in sight only. */
    boolean isAlive() {
      return startTicks(pid) == startTicks;
    }

    private static String namespace() {
      try {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      } catch (IOException | UnsupportedOperationException e) {
        return ""; // Then nobody is in sight, and silence decides.
      }
    }

    private static String text(String file) {
      try {
        return Files.readString(Path.of(file)).strip();
      } catch (IOException e) {
        return "";
      }
    }

    private static long startTicks(long pid) {
      return startTicks(text("/proc/" + pid + "/stat"));
    }

    /**
     * Field 22 of a process's line, behind its name in brackets; -1 if it is gone, or has ended and
     * only its parent has not taken note of that (state Z: where a container's first process never
     * does, it stays so).
     */
    static long startTicks(String line) {
      String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
      return fields.length < 20 || fields[0].equals("Z") ? -1 : Long.parseLong(fields[19]);
    }
  }

  /**
   * Empty if the file was cut by a holder that was killed while it wrote, or is of another version.
   */
  static Optional<LeaseHolder> read(byte[] file) {
    try {
      return Optional.of(Json.toRecord(file, LeaseHolder.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean isGone() {
    return released || (place.isInSight() && !place.isAlive());
  }

  boolean isCertainlyAlive() {
    return !released && place.isInSight() && place.isAlive();
  }

  String describe() {
    return "process %d on %s".formatted(place.pid, place.host.isEmpty() ? "?" : place.host);
  }

  LeaseHolder renewed() {
    return new LeaseHolder(owner, place, renewals + 1, afterSilence, released);
  }

  LeaseHolder givenBack() {
    return new LeaseHolder(owner, place, renewals, afterSilence, true);
  }
}
