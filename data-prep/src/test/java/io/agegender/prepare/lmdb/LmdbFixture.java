// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Small trees of LMDBs as the original made them: folds 0 and 1 with two subjects each. */
final class LmdbFixture {
  static final FaceKey ANNA = new FaceKey("1@N00", "a_o.jpg", "1");
  static final FaceKey ANNA_AGAIN = new FaceKey("1@N00", "b_o.jpg", "1");
  static final FaceKey BEN = new FaceKey("1@N00", "b_o.jpg", "2");
  static final FaceKey CARL = new FaceKey("2@N03", "c_o.jpg", "3");
  static final FaceKey DORA = new FaceKey("3@N07", "c_o.jpg", "4");

  private LmdbFixture() {}

  /** An entry of a list. */
  record Line(FaceKey face, Alignment alignment, int label) {}

  static Line aligned(FaceKey face, int label) {
    return new Line(face, Alignment.ALIGNED, label);
  }

  static Line unaligned(FaceKey face, int label) {
    return new Line(face, Alignment.UNALIGNED, label);
  }

  /** Both targets, both folds; Carl's row is there twice, Dora has no age. */
  static Map<LmdbList, List<Line>> alignedTree() {
    Map<LmdbList, List<Line>> tree = new LinkedHashMap<>();
    tree.put(list(0, Target.AGE, Subset.TEST), List.of(aligned(BEN, 4), aligned(ANNA, 0)));
    tree.put(list(0, Target.AGE, Subset.TRAIN), List.of(aligned(CARL, 7), aligned(CARL, 7)));
    tree.put(
        list(0, Target.GENDER, Subset.TEST),
        List.of(aligned(ANNA, 1), aligned(ANNA_AGAIN, 1), aligned(BEN, 0)));
    tree.put(list(0, Target.GENDER, Subset.TRAIN), List.of(aligned(CARL, 0), aligned(DORA, 1)));
    tree.put(list(0, Target.GENDER, Subset.VAL), List.of(aligned(CARL, 0)));
    tree.put(list(1, Target.AGE, Subset.TEST), List.of(aligned(CARL, 7), aligned(CARL, 7)));
    tree.put(list(1, Target.AGE, Subset.TRAIN), List.of(aligned(ANNA, 0)));
    tree.put(list(1, Target.AGE, Subset.VAL), List.of(aligned(BEN, 4)));
    tree.put(list(1, Target.GENDER, Subset.TEST), List.of(aligned(DORA, 1), aligned(CARL, 0)));
    tree.put(list(1, Target.GENDER, Subset.TRAIN), List.of(aligned(BEN, 0), aligned(ANNA, 1)));
    return tree;
  }

  static LmdbList list(int testFold, Target target, Subset subset) {
    return new LmdbList(Alignment.ALIGNED, testFold, target, subset);
  }

  /** Writes the lists as raw LMDBs. */
  static void write(Path root, Map<LmdbList, List<Line>> tree) throws IOException {
    for (Map.Entry<LmdbList, List<Line>> entry : tree.entrySet()) {
      List<Line> lines = entry.getValue();
      Map<String, byte[]> values = new LinkedHashMap<>();
      for (int i = 0; i < lines.size(); i++) {
        Line line = lines.get(i);
        values.put(key(i, line), raw(line).message());
      }
      writeOne(root.resolve(entry.getKey().folder()), values);
    }
  }

  /** Writes one LMDB; the keys must ascend. */
  static void writeOne(Path folder, Map<String, byte[]> values) throws IOException {
    Files.createDirectories(folder);
    int largest = values.values().stream().mapToInt(value -> value.length).max().orElseThrow();
    try (LmdbWriter writer = new LmdbWriter(folder, values.size(), largest)) {
      values.forEach(
          (key, value) -> writer.put(key.getBytes(java.nio.charset.StandardCharsets.UTF_8), value));
      writer.finish();
    }
  }

  static String key(int number, Line line) {
    return new LmdbKey(number, line.face(), line.alignment()).toString();
  }

  static Datum raw(Line line) {
    return new Datum(3, 256, 256, pixels(line.face(), line.alignment()), line.label(), false);
  }

  /** The same pixels as a picture file, without loss. */
  static Datum png(Line line) {
    byte[] planes = pixels(line.face(), line.alignment());
    byte[] bgr = new byte[planes.length];
    for (int i = 0; i < Pixels.PLANE; i++) {
      for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
        bgr[Pixels.CHANNELS * i + channel] = planes[channel * Pixels.PLANE + i];
      }
    }
    try (BytePointer bytes = new BytePointer(bgr);
        Mat picture = new Mat(Pixels.SIDE, Pixels.SIDE, opencv_core.CV_8UC3, bytes);
        BytePointer file = new BytePointer()) {
      opencv_imgcodecs.imencode(".png", picture, file);
      byte[] data = new byte[Math.toIntExact(file.limit())];
      file.get(data);
      return new Datum(3, 256, 256, data, line.label(), true);
    }
  }

  static byte[] pixels(FaceKey face, Alignment alignment) {
    byte[] pixels = new byte[Pixels.RECORD];
    new Random(31L * face.hashCode() + alignment.key().hashCode()).nextBytes(pixels);
    return pixels;
  }

  static Map<String, ByteBuffer> read(Path folder) {
    Map<String, ByteBuffer> entries = new LinkedHashMap<>();
    try (LmdbReader reader = LmdbReader.open(folder)) {
      reader.forEach((key, value) -> entries.put(key, ByteBuffer.wrap(value)));
    }
    return entries;
  }

  static Progress quiet(String task, long total, String unit) {
    return new Progress() {
      @Override
      public void at(long done, String note) {}

      @Override
      public void close() {}
    };
  }
}
