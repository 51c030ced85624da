// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.adience.split.SeededSplits;
import io.agegender.adience.split.Split;
import io.agegender.adience.split.SplitRules;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.Verifier;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.progress.LogProgress;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.Pixels;
import io.agegender.storage.FileStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetBuilderTest {
  private static final int FACES = 40;

  @TempDir java.nio.file.Path dir;

  /** Another source of faces: all that one takes is here. */
  private static final class InMemory implements PictureSource {
    private final Folds folds;

    InMemory() {
      List<FoldRow> rows = new ArrayList<>();
      for (int i = 0; i < FACES; i++) {
        int fold = i % 2;
        String age = Target.AGE.labels().get(i % 8);
        String subject = "s" + fold + "-" + i % 10;
        rows.add(
            new FoldRow(fold, i, "u" + fold, i + ".jpg", subject, age, i % 3 == 0 ? "f" : "m"));
      }
      folds = new Folds(List.of(0, 1), rows, List.of());
    }

    @Override
    public Folds folds() {
      return folds;
    }

    @Override
    public LabelPolicy labels() {
      return LabelPolicy.ORIGINAL;
    }

    @Override
    public List<Alignment> stored() {
      return List.of(Alignment.ALIGNED);
    }

    @Override
    public List<Alignment> alignments() {
      return stored();
    }

    @Override
    public Split split(Target target, Alignment alignment, int testFold) {
      SplitRules rules =
          new SplitRules(
              SplitRules.Validation.ROWS, 1, SplitRules.Duplicates.KEEP, SplitRules.OffByOne.FIX);
      return new SeededSplits(folds, labels(), rules).split(target, alignment, testFold);
    }

    @Override
    public List<Target> meanTargets() {
      return List.of(Target.GENDER);
    }

    @Override
    public Accounting.LeftOut unused() {
      return Accounting.LeftOut.DUPLICATE_ROW;
    }

    @Override
    public SortedMap<String, String> provenance() {
      return new TreeMap<>(Map.of("imported-from", "memory"));
    }

    @Override
    public Collection<FaceImage> images() {
      return folds.rows().stream()
          .map(row -> new FaceImage(row.face(), Alignment.ALIGNED))
          .toList();
    }

    @Override
    public StoredPicture picture(FaceImage image) {
      return new StoredPicture(
          record(image.face().photo()), new SourceFacts("memory", 256, 256, 1, 0, ""));
    }

    private static byte[] record(String photo) {
      byte[] record = new byte[Pixels.RECORD];
      Arrays.fill(record, (byte) photo.hashCode());
      return record;
    }
  }

  @Test
  void aThirdSourceOfFacesIsOneClass() {
    Manifest first = build("first").manifest();
    assertThat(build("second").manifest()).isEqualTo(first);
    assertThat(first.counts())
        .containsEntry("rows", (long) FACES)
        .containsEntry("faces", (long) FACES)
        .containsEntry("rejected-entries", 0L)
        .containsEntry("photo-albums", 2L);
    assertThat(first.shards()).hasSize(6);
    Dataset dataset = Dataset.open(path("first"), new Configuration());
    assertThat(dataset.split(Target.AGE, Alignment.ALIGNED, 0, Subset.TEST)).hasSize(FACES / 2);
    byte[] record = new byte[Pixels.RECORD];
    try (FaceReader reader = dataset.reader()) {
      dataset
          .faces()
          .forEach(
              face -> {
                reader.read(face, record);
                assertThat(record).isEqualTo(InMemory.record(face.key().photo()));
              });
    }
    Verifier verifier = Verifier.of(store("first"));
    assertThat(verifier.contents()).isEmpty();
    verifier.tables().forEach(table -> assertThat(verifier.file(table)).isEmpty());
  }

  private DatasetBuilder.Built build(String name) {
    SortedMap<String, Long> counts = new TreeMap<>(Map.of("photo-albums", 2L));
    try (Progress progress = new LogProgress("build", FACES, "faces", Duration.ofHours(1))) {
      return DatasetBuilder.build(
          new InMemory(),
          store(name),
          new DatasetBuilder.Options(
              7,
              faces -> Fingerprint.of(faces.toString()),
              counts,
              Map.of("note.txt", "a note"),
              () -> {}),
          progress);
    }
  }

  private FileStore store(String name) {
    return FileStore.of(path(name), new Configuration());
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }
}
