// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import io.agegender.foundation.error.UsageException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rows of one {@code fold_<k>_data.txt}: tab separated, one header line, 12 columns.
 *
 * <p>CRLF line ends, a byte-order mark and blank lines at the end are accepted. A row that cannot
 * be used is rejected with its line; a file that is not a fold file at all is an error.
 *
 * @param fold the fold
 * @param rows the usable rows in the order of the file
 * @param rejects the other rows
 */
public record FoldFile(int fold, List<FoldRow> rows, List<RowReject> rejects) {
  /** The number of folds of the protocol. */
  public static final int FOLDS = 5;

  /** The columns, in their order. */
  public static final List<String> COLUMNS =
      List.of(
          "user_id",
          "original_image",
          "face_id",
          "age",
          "gender",
          "x",
          "y",
          "dx",
          "dy",
          "tilt_ang",
          "fiducial_yaw_angle",
          "fiducial_score");

  private static final Pattern AGE = Pattern.compile("\\([0-9]+, [0-9]+\\)|[0-9]+");
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** The name of a fold's file. */
  public static String name(int fold) {
    return "fold_" + fold + "_data.txt";
  }

  /**
   * @param fold the fold, 0 to 4
   * @param file its bytes
   * @throws UsageException if the header is not the one of a fold file, or there is no row
   */
  public static FoldFile read(int fold, byte[] file) {
    List<byte[]> lines = lines(file);
    checkHeader(fold, lines);
    List<FoldRow> rows = new ArrayList<>();
    List<RowReject> rejects = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      parse(fold, i + 1, lines.get(i), rows, rejects);
    }
    if (rows.isEmpty()) {
      throw new UsageException(
          "%s: fold %d has no usable row (%d rejected), so nothing can be tested on it; give the whole file"
              .formatted(name(fold), fold, rejects.size()));
    }
    return new FoldFile(fold, List.copyOf(rows), List.copyOf(rejects));
  }

  private static void parse(
      int fold, int line, byte[] bytes, List<FoldRow> rows, List<RowReject> rejects) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      rejects.add(new RowReject(fold, line, RowReason.NOT_UTF8, e.getMessage()));
      return;
    }
    List<String> cells = List.of(text.split("\t", -1));
    if (cells.size() != COLUMNS.size()) {
      rejects.add(
          new RowReject(
              fold,
              line,
              RowReason.WRONG_COLUMNS,
              String.format(
                  Locale.ROOT, "%d columns instead of %d", cells.size(), COLUMNS.size())));
      return;
    }
    for (int column = 0; column < 3; column++) {
      if (!isFileName(cells.get(column))) {
        rejects.add(
            new RowReject(
                fold,
                line,
                RowReason.UNSAFE_NAME,
                "%s '%s'".formatted(COLUMNS.get(column), printable(cells.get(column)))));
        return;
      }
    }
    if (isMisspeltAge(cells.get(3))) {
      throw new UsageException(
          "%s:%d: the age '%s' looks like a group, but is not spelt as one: write it as '(25, 32)', with a comma, one blank and no quotes, or as a number or None"
              .formatted(name(fold), line, printable(cells.get(3))));
    }
    rows.add(
        new FoldRow(
            fold, line, cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
  }

  private static void checkHeader(int fold, List<byte[]> lines) {
    List<String> header =
        lines.isEmpty()
            ? List.of()
            : List.of(new String(lines.get(0), StandardCharsets.UTF_8).split("\t", -1));
    if (!header.equals(COLUMNS)) {
      List<String> missing = COLUMNS.stream().filter(c -> !header.contains(c)).toList();
      throw new UsageException(
          "%s:1: this is not the header of a fold file%s; it must be the 12 tab-separated columns %s"
              .formatted(
                  name(fold),
                  missing.isEmpty() ? "" : " (missing: " + String.join(", ", missing) + ")",
                  String.join(", ", COLUMNS)));
    }
  }

  /** The lines without their ends; blank lines at the end of the file are not rows. */
  private static List<byte[]> lines(byte[] file) {
    int start = Arrays.equals(Arrays.copyOf(file, 3), BYTE_ORDER_MARK) ? 3 : 0;
    List<byte[]> lines = new ArrayList<>();
    for (int i = start; i <= file.length; i++) {
      if (i == file.length || file[i] == '\n') {
        int end = i > start && file[i - 1] == '\r' ? i - 1 : i;
        lines.add(Arrays.copyOfRange(file, start, end));
        start = i + 1;
      }
    }
    while (!lines.isEmpty() && lines.get(lines.size() - 1).length == 0) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  /** Digits, but neither a group nor a single age as the original spells them. */
  private static boolean isMisspeltAge(String age) {
    return age.chars().anyMatch(Character::isDigit) && !AGE.matcher(age).matches();
  }

  /** One component of a path that cannot lead anywhere else. */
  static boolean isFileName(String name) {
    return !name.isBlank()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
  }

  private static String printable(String text) {
    return text.codePoints()
        .collect(
            StringBuilder::new,
            (b, c) -> {
              if (Character.isISOControl(c)) {
                b.append("\\x%02x".formatted(c));
              } else {
                b.appendCodePoint(c);
              }
            },
            StringBuilder::append)
        .toString();
  }
}
