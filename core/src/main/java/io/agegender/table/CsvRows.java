// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.RowReason;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table as text in UTF-8 with a header line: comma, semicolon or tab separated with the quotes of
 * RFC 4180. A row's number is its line, the header being line 1; of a cell that holds a line break,
 * the last one.
 */
final class CsvRows implements RowSource {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final List<Character> OTHER_SEPARATORS = List.of(';', '\t');

  private final FileStore file;
  private final CSVFormat format;
  private final TableHeader header;

  /**
   * @param file the file itself
   * @param separator between two cells; in a header that has none of them semicolons or tabs, which
   *     spreadsheets write where the comma is for decimals
   * @throws UsageException if a wanted column is missing
   */
  CsvRows(FileStore file, char separator, Map<TableColumn, String> columns) {
    this.file = file;
    List<String> names = names(format(separator));
    char right =
        names.size() > 1
            ? separator
            : OTHER_SEPARATORS.stream()
                .filter(other -> names.get(0).indexOf(other) >= 0)
                .findFirst()
                .orElse(separator);
    this.format = format(right);
    this.header = new TableHeader(name(), right == separator ? names : names(format), columns);
  }

  private static CSVFormat format(char separator) {
    return CSVFormat.DEFAULT.builder().setDelimiter(separator).setIgnoreEmptyLines(true).build();
  }

  @Override
  public String name() {
    return file.root().toString();
  }

  @Override
  public String sha256() {
    return file.hash("");
  }

  @Override
  public boolean has(TableColumn column) {
    return header.has(column);
  }

  private List<String> names(CSVFormat separated) {
    try (CSVParser parser = open(separated)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw new UsageException("%s is empty; give a table with a header line".formatted(name()));
      }
      List<String> names = records.next().toList().stream().map(String::strip).toList();
      if (names.stream().anyMatch(name -> name.indexOf('\0') >= 0)) {
        throw new UsageException(
            "%s:1: this looks like UTF-16; save the table as UTF-8".formatted(name()));
      }
      return names;
    } catch (IOException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    }
  }

  @Override
  public void scan(Sink sink) {
    String[] cells = new String[TableColumn.values().length];
    try (CSVParser parser = open(format)) {
      Iterator<CSVRecord> records = parser.iterator();
      records.next();
      while (records.hasNext()) {
        CSVRecord row = records.next();
        int number = Math.toIntExact(parser.getCurrentLineNumber());
        if (row.size() == header.width()) {
          for (TableColumn column : TableColumn.values()) {
            cells[column.ordinal()] =
                header.has(column) ? row.get(header.position(column)).strip() : "";
          }
          sink.row(number, cells);
        } else {
          sink.reject(
              number,
              RowReason.WRONG_COLUMNS,
              "%d columns instead of %d".formatted(row.size(), header.width()));
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    }
  }

  private CSVParser open(CSVFormat separated) throws IOException {
    PushbackInputStream in =
        new PushbackInputStream(new BufferedInputStream(file.open("")), BYTE_ORDER_MARK.length);
    byte[] start = in.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
      in.unread(start);
    }
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    return new CSVParser(reader, separated);
  }

  private RuntimeException unreadable(IOException e) {
    if (e instanceof CharacterCodingException) {
      return new UsageException(
          "%s:%d: this line is not UTF-8; save the table as UTF-8"
              .formatted(name(), firstForeign()),
          e);
    }
    // The library's own messages name the line.
    return e.getMessage() != null && e.getMessage().contains("line")
        ? new UsageException("%s: %s; repair the quotes there".formatted(name(), e.getMessage()), e)
        : new FailedException("cannot read %s: %s".formatted(name(), e.getMessage()), e);
  }

  /** The line of the first byte that is not UTF-8. */
  private int firstForeign() {
    int line = 1;
    try (InputStream in = new BufferedInputStream(file.open(""))) {
      java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          if (!isText(bytes.toByteArray())) {
            return line;
          }
          bytes.reset();
          line++;
        } else {
          bytes.write(next);
        }
      }
    } catch (IOException e) {
      throw new FailedException("cannot read %s: %s".formatted(name(), e.getMessage()), e);
    }
    return line;
  }

  private static boolean isText(byte[] line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
