// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage.parquet;

import io.agegender.foundation.error.FailedException;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet files without Spark. The same rows give the same bytes: no compression (dictionaries and
 * run lengths make the tables small enough), nothing about time or machine in the footer. A table
 * is held in memory by its readers: that of the whole Adience has a few megabytes.
 */
public final class Tables {
  private Tables() {}

  /** Fills in one row. */
  public interface RowWriter<T> {
    public void write(T value, Group row);
  }

  public static <T> FileStore.Written write(
      FileStore storage, String file, MessageType schema, List<T> values, RowWriter<T> filler) {
    return storage.write(
        file,
        out ->
            StreamedTable.write(
                out,
                schema,
                sink -> {
                  for (T value : values) {
                    Group row = new SimpleGroup(schema);
                    filler.write(value, row);
                    sink.add(row);
                  }
                }));
  }

  /**
   * Reads a table; the checksum of every page is verified.
   *
   * @param parser makes a value of a row; what it throws becomes a message with the row's number
   * @throws FailedException if the table is missing or damaged, or the parser refuses a row
   */
  public static <T> List<T> read(FileStore storage, String file, Function<Group, T> parser) {
    List<T> values = new ArrayList<>();
    try (ParquetReader<Group> reader =
        new Builder(new Input(storage, file)).usePageChecksumVerification().build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        values.add(parse(parser, row, values.size()));
      }
    } catch (IOException | RuntimeException e) {
      throw new FailedException(
          "cannot read the table %s: %s; it is damaged or missing, run verify"
              .formatted(storage.path(file), e.getMessage()),
          e);
    }
    return values;
  }

  /**
   * Gives each row of somebody else's table to a visitor, in order, one after the other.
   *
   * @throws FailedException if the table is missing or damaged
   */
  public static void scan(FileStore storage, String file, Consumer<Group> visitor) {
    try (ParquetReader<Group> reader = new Builder(new Input(storage, file)).build()) {
      for (Group row = next(reader, storage, file);
          row != null;
          row = next(reader, storage, file)) {
        visitor.accept(row);
      }
    } catch (IOException e) {
      throw unreadable(storage, file, e);
    }
  }

  private static Group next(ParquetReader<Group> reader, FileStore storage, String file) {
    try {
      return reader.read();
    } catch (IOException | RuntimeException e) {
      throw unreadable(storage, file, e);
    }
  }

  /**
   * The columns of somebody else's table.
   *
   * @throws FailedException if it is missing or not Parquet
   */
  public static MessageType schema(FileStore storage, String file) {
    try (ParquetFileReader reader = ParquetFileReader.open(new Input(storage, file))) {
      return reader.getFooter().getFileMetaData().getSchema();
    } catch (IOException | RuntimeException e) {
      throw unreadable(storage, file, e);
    }
  }

  private static FailedException unreadable(FileStore storage, String file, Exception e) {
    return new FailedException(
        "cannot read %s as Parquet: %s; write the table again"
            .formatted(storage.path(file), e.getMessage()),
        e);
  }

  private static <T> T parse(Function<Group, T> parser, Group group, int row) {
    try {
      return parser.apply(group);
    } catch (RuntimeException e) {
      throw new FailedException("row %d: %s".formatted(row, e.getMessage()), e);
    }
  }

  /**
   * Checks a value of a row, for parsers.
   *
   * @return the value
   * @throws IllegalArgumentException if it is not least to most
   */
  public static int inRange(Group row, String column, int least, int most) {
    int value = row.getInteger(column, 0);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, not %d to %d".formatted(column, value, least, most));
    }
    return value;
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  private record Input(FileStore storage, String file) implements InputFile {
    @Override
    public long getLength() throws IOException {
      FileStatus status = storage.status(file);
      return status.getLen();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      FSDataInputStream in = storage.open(file);
      return HadoopStreams.wrap(in);
    }
  }
}
