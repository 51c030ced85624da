// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.IndexTable;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Npy;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.RejectTable;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.SplitTable;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.json.JsonReader;
import io.agegender.image.Pixels;
import io.agegender.storage.Checksums;
import io.agegender.storage.FileStore;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks a dataset byte by byte: every file against its SHA-256, every record against its CRC-32C,
 * the index, the lists and the accounting against each other. A check returns what is wrong, one
 * line each, so that one damage does not hide another.
 */
public final class Verifier {
  private final FileStore storage;
  private final Manifest manifest;

  private Verifier(FileStore storage, Manifest manifest) {
    this.storage = storage;
    this.manifest = manifest;
  }

  /**
   * Reads the manifest, which has to be sound.
   *
   * @throws UsageException if there is none, or one of another format version
   * @throws FailedException if it was changed
   */
  public static Verifier of(FileStore storage) {
    return new Verifier(storage, Dataset.manifest(storage));
  }

  /** The manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** The files that are not shards, to be given to {@link #file}. */
  public List<Manifest.Entry> tables() {
    Set<String> shards =
        manifest.shards().stream()
            .map(shard -> Layout.shard(shard.number()))
            .collect(Collectors.toSet());
    return manifest.files().stream().filter(e -> !shards.contains(e.path())).toList();
  }

  /** Checks length and hash of a file that is not a shard. */
  public List<String> file(Manifest.Entry entry) {
    return problems(
        entry.path(),
        () -> {
          String hash = storage.hash(entry.path());
          return hash.equals(entry.sha256()) ? List.of() : List.of(differs(entry, hash));
        });
  }

  /**
   * Checks length, hash, header and every record of a shard.
   *
   * @param faces its rows of the index; empty if the index cannot be read
   */
  public List<String> shard(Manifest.Shard shard, List<Face> faces) {
    String path = Layout.shard(shard.number());
    return problems(path, () -> readShard(shard, faces, entry(path)));
  }

  /** The rows of the index by shard, or nothing if it cannot be read. */
  public Map<Integer, List<Face>> index() {
    try {
      return IndexTable.read(storage, manifest.classes(Target.AGE)).stream()
          .collect(
              Collectors.groupingBy(
                  face -> face.place().shard(), TreeMap::new, Collectors.toList()));
    } catch (FailedException e) {
      return Map.of();
    }
  }

  /** Checks that index, shards, lists and accounting fit each other. */
  public List<String> contents() {
    List<String> found = new ArrayList<>();
    List<Face> faces = new ArrayList<>();
    found.addAll(
        problems(
            Layout.INDEX,
            () -> {
              faces.addAll(IndexTable.read(storage, manifest.classes(Target.AGE)));
              return places(faces);
            }));
    if (found.isEmpty()) {
      for (Alignment alignment : manifest.alignments()) {
        for (int fold : manifest.folds()) {
          found.addAll(lists(alignment, fold, faces));
        }
      }
      // Adds as it goes: damage further down must not hide what was found before.
      found.addAll(problems(Layout.ACCOUNTING, () -> accounting(faces, found)));
    }
    return found;
  }

  private interface Check {
    List<String> run() throws IOException;
  }

  private List<String> problems(String path, Check check) {
    try {
      return check.run();
    } catch (FileNotFoundException e) {
      return List.of(path + " is missing");
    } catch (IOException | FailedException | UsageException e) {
      return List.of("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  private List<String> readShard(Manifest.Shard shard, List<Face> faces, Manifest.Entry entry)
      throws IOException {
    long length = storage.status(entry.path()).getLen();
    List<String> found = new ArrayList<>();
    if (length != entry.bytes()) {
      found.add("%s has %d bytes instead of %d".formatted(entry.path(), length, entry.bytes()));
    }
    Sha256 hash = new Sha256();
    byte[] header = new byte[Npy.HEADER];
    byte[] record = new byte[Pixels.RECORD];
    try (DataInputStream in = new DataInputStream(storage.open(entry.path()))) {
      in.readFully(header);
      hash.add(header);
      if (!Arrays.equals(header, Npy.header(shard.records()))) {
        found.add(entry.path() + " has a damaged header");
      }
      for (int slot = 0; slot < shard.records(); slot++) {
        in.readFully(record);
        hash.add(record);
        found.addAll(record(entry.path(), slot, record, faces));
      }
      for (int next = in.read(record); next >= 0; next = in.read(record)) {
        hash.add(record, 0, next);
      }
    } catch (EOFException e) {
      found.add(entry.path() + " is cut");
      return found;
    }
    String actual = hash.hex();
    if (!actual.equals(entry.sha256())) {
      found.add(differs(entry, actual));
    }
    return found;
  }

  private static List<String> record(String path, int slot, byte[] record, List<Face> faces) {
    if (slot >= faces.size()) {
      return List.of();
    }
    Face face = faces.get(slot);
    int crc = Checksums.crc32c(record);
    return crc == face.place().crc32c()
        ? List.of()
        : List.of(
            "%s slot %d (%s): CRC-32C is %08x, the index has %08x"
                .formatted(
                    path, slot, face.key().path(face.alignment()), crc, face.place().crc32c()));
  }

  /** Each slot of each shard has exactly one row, in order. */
  private List<String> places(List<Face> faces) {
    List<String> found = new ArrayList<>();
    int id = 0;
    for (Manifest.Shard shard : manifest.shards()) {
      for (int slot = 0; slot < shard.records(); slot++, id++) {
        Face face = id < faces.size() ? faces.get(id) : null;
        if (face == null
            || face.id() != id
            || face.place().shard() != shard.number()
            || face.place().slot() != slot
            || face.alignment() != shard.alignment()) {
          found.add(
              "%s: row %d does not belong to %s slot %d"
                  .formatted(Layout.INDEX, id, Layout.shard(shard.number()), slot));
          return found;
        }
      }
    }
    if (id != faces.size()) {
      found.add(
          "%s has %d rows, the shards hold %d records".formatted(Layout.INDEX, faces.size(), id));
    }
    return found;
  }

  private List<String> lists(Alignment alignment, int fold, List<Face> faces) {
    String path = Layout.splits(alignment, fold);
    return problems(
        path,
        () -> {
          List<String> found = new ArrayList<>();
          SplitTable.read(storage, alignment, fold, manifest.classes(Target.AGE))
              .forEach((key, samples) -> found.addAll(list(path, key, fold, samples, faces)));
          return found;
        });
  }

  private static List<String> list(
      String path, SplitTable.Key key, int fold, List<Sample> samples, List<Face> faces) {
    for (Sample sample : samples) {
      Face face =
          sample.face() >= 0 && sample.face() < faces.size() ? faces.get(sample.face()) : null;
      if (face == null
          || face.label(key.target()) != sample.label()
          || (face.fold() == fold) != (key.subset() == Subset.TEST)) {
        return List.of(
            "%s: the list %s %s names face %d as class %d, which the index does not have so"
                .formatted(
                    path, key.target().key(), key.subset().key(), sample.face(), sample.label()));
      }
    }
    return List.of();
  }

  /** In = used + left out + rejected, used = the test lists, and the rejects table agrees. */
  private List<String> accounting(List<Face> faces, List<String> found) throws IOException {
    Map<String, Long> table = rejectTotals();
    JsonReader accounting =
        JsonReader.own(
            Layout.ACCOUNTING,
            "restore it, or prepare the dataset again",
            storage.read(Layout.ACCOUNTING));
    for (JsonReader account : accounting.get("accounts").list(a -> a)) {
      Target target = account.get("target").as("a target", Target::of);
      Alignment alignment = account.get("alignment").as("an alignment", Alignment::of);
      long in = account.get("in").longInteger();
      long used = account.get("used").longInteger();
      long leftOut = sum(account.get("left-out"));
      long rejected = sum(account.get("rejected"));
      String name = "%s: %s %s".formatted(Layout.ACCOUNTING, target.key(), alignment.key());
      if (in != used + leftOut + rejected) {
        found.add(
            "%s: %d rows in, but %d used + %d left out + %d rejected"
                .formatted(name, in, used, leftOut, rejected));
      }
      long listed = 0;
      for (int fold : manifest.folds()) {
        listed +=
            SplitTable.read(storage, alignment, fold, manifest.classes(Target.AGE))
                .getOrDefault(new SplitTable.Key(target, Subset.TEST), List.of())
                .size();
      }
      if (listed != used) {
        found.add("%s: %d used, but the test lists have %d".formatted(name, used, listed));
      }
      long inTable = 0;
      for (Alignment part : alignment.parts()) {
        inTable += table.getOrDefault("left-out " + part.key() + " " + target.key(), 0L);
      }
      if (inTable != leftOut) {
        found.add(
            "%s: %d left out, but %s has %d".formatted(name, leftOut, Layout.REJECTS, inTable));
      }
    }
    if (manifest.counts().getOrDefault("faces", -1L) != faces.size()) {
      found.add(
          "%s counts %d faces, %s has %d"
              .formatted(
                  Layout.MANIFEST, manifest.counts().get("faces"), Layout.INDEX, faces.size()));
    }
    return List.of();
  }

  private Map<String, Long> rejectTotals() {
    return RejectTable.read(storage).stream()
        .filter(r -> r.kind() == Reject.Kind.LEFT_OUT)
        .collect(
            Collectors.groupingBy(
                r -> "left-out " + r.alignment() + " " + r.target(), Collectors.counting()));
  }

  private static long sum(JsonReader counts) {
    return counts.map(JsonReader::longInteger).values().stream().mapToLong(Long::longValue).sum();
  }

  private Manifest.Entry entry(String path) {
    return manifest
        .file(path)
        .orElseThrow(() -> new FailedException("%s does not list it".formatted(Layout.MANIFEST)));
  }

  private static String differs(Manifest.Entry entry, String hash) {
    return "%s is damaged: its SHA-256 is %s..., the manifest has %s..."
        .formatted(entry.path(), hash.substring(0, 12), entry.sha256().substring(0, 12));
  }
}
