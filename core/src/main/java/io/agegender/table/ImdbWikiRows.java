// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * IMDB-WIKI: {@code imdb.mat}, {@code wiki.mat} or both, in Matlab's format 5, beside the folders
 * of pictures that {@code full_path} starts from. Gender 0 is female, 1 male. The age is that on 1
 * July of the year {@code photo_taken}, as the publishers reckon it. Rows are numbered over both
 * files.
 */
final class ImdbWikiRows implements RowSource {
  private static final List<String> SETS = List.of("imdb", "wiki");

  /** The serial number that Matlab gives to 1 January 1970. */
  private static final long MATLAB_1970 = 719529;

  private static final int HEADER_TEXT = 116;
  private static final int OLDEST = 100;

  private final FileStore root;
  private final double leastScore;
  private final List<String> files;

  /**
   * @param leastScore the least face score
   * @throws UsageException if neither file is there
   */
  ImdbWikiRows(FileStore root, double leastScore) {
    this.root = root;
    this.leastScore = leastScore;
    this.files = SETS.stream().map(set -> set + ".mat").filter(root::isFile).toList();
    if (files.isEmpty()) {
      throw new UsageException(
          "%s holds neither imdb.mat nor wiki.mat; give the unpacked folder of imdb_crop or wiki_crop"
              .formatted(name()));
    }
  }

  @Override
  public String name() {
    return root.root().toString();
  }

  @Override
  public String sha256() {
    StringBuilder text = new StringBuilder().append(leastScore).append('\n');
    files.forEach(file -> text.append(root.hash(file)).append('\n'));
    return Sha256.of(text.toString());
  }

  @Override
  public boolean has(TableColumn column) {
    return column != TableColumn.FOLD && column != TableColumn.ALIGNMENT;
  }

  @Override
  public List<String> notes() {
    return List.of(
        "IMDB-WIKI is published for academic research only; the copyright of its pictures is with their owners.");
  }

  @Override
  public void scan(Sink sink) {
    int before = 0;
    for (String file : files) {
      before += scan(file, before, sink);
    }
  }

  /** The columns of one file, each with an entry for each picture. */
  private record Fields(
      double[] birth,
      double[] taken,
      double[] gender,
      double[] score,
      double[] second,
      List<String> paths,
      List<String> subjects) {}

  private int scan(String file, int before, Sink sink) {
    Fields fields = fields(file);
    String[] cells = TableColumn.emptyCells();
    int rows = fields.paths.size();
    for (int i = 0; i < rows; i++) {
      int number = before + i + 1;
      String path = fields.paths.get(i);
      double score = fields.score[i];
      long age = age(fields.birth[i], fields.taken[i]);
      if (!Double.isFinite(score)) {
        sink.leaveOut(number, "NO_FACE", path, "face_score " + score);
      } else if (score < leastScore) {
        sink.leaveOut(number, "LOW_FACE_SCORE", path, "face_score " + score);
      } else if (!Double.isNaN(fields.second[i])) {
        sink.leaveOut(number, "SECOND_FACE", path, "second_face_score " + fields.second[i]);
      } else if (age < 0 || age > OLDEST) {
        sink.leaveOut(number, "IMPOSSIBLE_AGE", path, "%d years".formatted(age));
      } else {
        double gender = fields.gender[i];
        cells[TableColumn.PATH.ordinal()] = path;
        cells[TableColumn.SUBJECT.ordinal()] = fields.subjects.get(i);
        cells[TableColumn.AGE.ordinal()] = Long.toString(age);
        cells[TableColumn.GENDER.ordinal()] = Double.isNaN(gender) ? "" : Double.toString(gender);
        sink.row(number, cells);
      }
    }
    return rows;
  }

  /** Whole years from the date of birth to 1 July of a year. */
  private static long age(double birth, double taken) {
    if (!Double.isFinite(birth) || !Double.isFinite(taken) || Math.abs(birth) > 1e7) {
      return -1;
    }
    LocalDate born = LocalDate.ofEpochDay((long) Math.floor(birth) - MATLAB_1970);
    return ChronoUnit.YEARS.between(born, LocalDate.of((int) taken, 7, 1));
  }

  private Fields fields(String file) {
    byte[] bytes = root.read(file);
    refuseOtherVersions(file, bytes);
    try (MatFile mat = Mat5.newReader(Sources.wrap(bytes)).readMat()) {
      Struct set = mat.getStruct(file.substring(0, file.indexOf('.')));
      Fields fields =
          new Fields(
              numbers(set, "dob"),
              numbers(set, "photo_taken"),
              numbers(set, "gender"),
              numbers(set, "face_score"),
              numbers(set, "second_face_score"),
              texts(set, "full_path"),
              subjects(file, set));
      refuseOtherLengths(file, fields);
      return fields;
    } catch (IOException | RuntimeException e) {
      throw new UsageException(
          "%s is not the metadata of IMDB-WIKI: %s; give the file as it was published"
              .formatted(root.path(file), e.getMessage()),
          e);
    }
  }

  private static double[] numbers(Struct set, String field) {
    Matrix matrix = set.getMatrix(field);
    return IntStream.range(0, matrix.getNumElements()).mapToDouble(matrix::getDouble).toArray();
  }

  private static List<String> texts(Struct set, String field) {
    Cell cell = set.getCell(field);
    return IntStream.range(0, cell.getNumElements()).mapToObj(i -> text(cell.get(i))).toList();
  }

  /** Celebrities by number in IMDB, by name in Wikipedia; without either the picture itself. */
  private static List<String> subjects(String file, Struct set) {
    List<String> known =
        set.getFieldNames().contains("celeb_id")
            ? Arrays.stream(numbers(set, "celeb_id")).mapToObj(id -> "imdb " + (long) id).toList()
            : set.getFieldNames().contains("name") ? texts(set, "name") : List.of();
    List<String> subjects = new ArrayList<>();
    for (int i = 0; i < set.getCell("full_path").getNumElements(); i++) {
      String who = i < known.size() ? known.get(i) : "";
      subjects.add(who.isBlank() ? file + " " + (i + 1) : who);
    }
    return subjects;
  }

  private static void refuseOtherLengths(String file, Fields fields) {
    int rows = fields.paths.size();
    for (double[] column :
        List.of(fields.birth, fields.taken, fields.gender, fields.score, fields.second)) {
      if (column.length != rows) {
        throw new IllegalArgumentException(
            "%s: a field has %d entries, full_path has %d".formatted(file, column.length, rows));
      }
    }
  }

  private void refuseOtherVersions(String file, byte[] bytes) {
    String header =
        new String(bytes, 0, Math.min(bytes.length, HEADER_TEXT), StandardCharsets.US_ASCII);
    if (header.startsWith("MATLAB 7.3")) {
      throw new UsageException(
          "%s is a .mat of version 7.3 (HDF5), which this program does not read; in Matlab save it again with '-v7', or give the published file"
              .formatted(root.path(file)));
    }
    if (!header.startsWith("MATLAB 5.0")) {
      throw new UsageException(
          "%s does not begin with 'MATLAB 5.0'; give the .mat as it was published"
              .formatted(root.path(file)));
    }
  }

  /** Matlab wraps texts into cells of one. */
  private static String text(Array array) {
    return array instanceof Cell cell
        ? (cell.getNumElements() == 0 ? "" : text(cell.get(0)))
        : array instanceof Char letters ? letters.getString() : "";
  }
}
