package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.Member;
import io.agegender.adience.Target;
import io.agegender.dataset.build.DatasetWriter;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Manifest;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.MeanSum;
import io.agegender.image.Pixels;
import io.agegender.prepare.lmdb.EntryDecoder.BadEntry;
import io.agegender.prepare.lmdb.Survey.Image;
import io.agegender.prepare.lmdb.Survey.Origin;
import io.agegender.prepare.lmdb.Survey.Person;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies the pixels of each image once, in the order of the index, and sums the mean images. */
final class RecordPass implements AutoCloseable {
  private final LmdbTree tree;
  private final Survey survey;
  private final ImportLmdbSettings settings;
  private final FileStore storage;
  private final DatasetWriter writer;
  private final EntryDecoder decoder = new EntryDecoder();
  private final Map<LmdbList, LmdbReader> open = new HashMap<>();
  private final Map<MeanOf, MeanSum> sums = new LinkedHashMap<>();
  private final Map<Image, Map<MeanOf, Integer>> weights = new HashMap<>();
  private final List<Face> faces = new ArrayList<>();
  private final List<Manifest.Shard> shards = new ArrayList<>();

  private record MeanOf(Alignment alignment, int testFold) {}

  RecordPass(
      LmdbTree tree,
      Survey survey,
      ImportLmdbSettings settings,
      FileStore storage,
      DatasetWriter writer) {
    this.tree = tree;
    this.survey = survey;
    this.settings = settings;
    this.storage = storage;
    this.writer = writer;
  }

  /**
   * Writes shards, index and mean images.
   *
   * @throws UsageException if a training list has no entry
   * @throws FailedException if an LMDB changed meanwhile, or files cannot be written
   */
  void run(Inventory inventory, Progress.Factory progress) {
    weigh(inventory);
    List<Image> images = survey.sortedImages();
    try (Progress reporter = progress.start("import-lmdb: writing", images.size(), "faces")) {
      List<byte[]> records = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        Image image = images.get(i);
        byte[] record = record(survey.origin(image));
        weights
            .getOrDefault(image, Map.of())
            .forEach((mean, times) -> sums.get(mean).add(record, times));
        faces.add(face(image, records.size()));
        records.add(record);
        boolean last = i + 1 == images.size() || images.get(i + 1).alignment() != image.alignment();
        if (last || records.size() == settings.shardRecords()) {
          int number = shards.size();
          writer.shard(number, ShardWriter.write(storage, number, records));
          shards.add(new Manifest.Shard(number, image.alignment(), records.size()));
          records.clear();
        }
        reporter.at(i + 1, "");
      }
    }
    writer.index(faces);
    sums.forEach((of, sum) -> writer.mean(of.alignment(), of.testFold(), sum.mean()));
  }

  List<Face> faces() {
    return faces;
  }

  List<Manifest.Shard> shards() {
    return shards;
  }

  /** How often each image is in each training list that a mean image is made of. */
  private void weigh(Inventory inventory) {
    for (Alignment alignment : tree.alignments()) {
      for (int testFold : tree.testFolds()) {
        MeanOf mean = new MeanOf(alignment, testFold);
        List<Member> train =
            inventory.splits(alignment, testFold).get(settings.meanTarget()).train();
        if (train.isEmpty()) {
          train = inventory.splits(alignment, testFold).get(other(settings.meanTarget())).train();
        }
        if (train.isEmpty()) {
          throw new UsageException(
              "%s: no entry of the training LMDBs of %s, test fold %d can be used, so there is no mean image"
                  .formatted(tree.root(), alignment.key(), testFold));
        }
        sums.put(mean, new MeanSum());
        for (Member member : train) {
          weights
              .computeIfAbsent(inventory.image(member), image -> new HashMap<>())
              .merge(mean, 1, Integer::sum);
        }
      }
    }
  }

  private static Target other(Target target) {
    return target == Target.AGE ? Target.GENDER : Target.AGE;
  }

  private byte[] record(Origin origin) {
    LmdbReader reader = open.computeIfAbsent(origin.list(), tree::open);
    try {
      EntryDecoder.Decoded decoded =
          decoder.decode(origin.list(), origin.key(), reader.value(origin.key()));
      if (decoded.source().equals(origin.source()) && decoded.record().length == Pixels.RECORD) {
        return decoded.record();
      }
      throw changed(origin, "its bytes differ");
    } catch (BadEntry e) {
      throw changed(origin, e.getMessage());
    }
  }

  private static FailedException changed(Origin origin, String how) {
    return new FailedException(
        "%s %s was changed while it was read: %s; start again when nobody writes there"
            .formatted(origin.list(), origin.key(), how));
  }

  private Face face(Image image, int slot) {
    Person person = survey.persons().get(image.face());
    Origin origin = survey.origin(image);
    return new Face(
        faces.size(),
        image.face().user(),
        image.face().subject(),
        image.face().photo(),
        person.fold(),
        image.alignment(),
        Inventory.label(person, Target.AGE),
        Inventory.label(person, Target.GENDER),
        person.label(Target.AGE),
        person.label(Target.GENDER),
        person.rows(),
        shards.size(),
        slot,
        origin.crc32c(),
        origin.source());
  }

  @Override
  public void close() {
    open.values().forEach(LmdbReader::close);
  }
}
