// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import io.agegender.storage.parquet.StreamedTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Predictions as a Parquet table: one row per entry of the split list and crop mode, with the
 * columns {@code face}, {@code subject}, {@code photo}, {@code label}, {@code crop_mode} and {@code
 * probabilities} (a list of floats by class), and the {@link PredictionsHeader} and a SHA-256 of
 * header and rows as metadata. The same predictions give the same bytes.
 */
public final class PredictionsFile {
  private static final String SHA256 = "agegender.sha256";

  private PredictionsFile() {}

  /**
   * Writes a file that is whole or not there, replacing one of the same name.
   *
   * @throws FailedException if it cannot be written
   */
  public static void write(Path path, PredictionSet set, Configuration configuration) {
    FileStore.write(path, configuration, stream -> write(stream, set));
  }

  /**
   * Reads a file; one that an earlier build wrote has no SHA-256, and its pages' checksums alone
   * are checked.
   *
   * @throws UsageException if there is no such file, or it is not one of ours or damaged; the
   *     message names it
   */
  public static PredictionSet read(Path path, Configuration configuration) {
    try {
      return read(HadoopInputFile.fromPath(path, configuration), path, configuration);
    } catch (FileNotFoundException e) {
      throw new UsageException("%s: no such predictions file".formatted(path), e);
    } catch (UsageException e) {
      throw e.getMessage().startsWith(path.toString())
          ? e
          : new UsageException(path + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw new UsageException(
          "%s: cannot be read as predictions (%s); score the run again"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static PredictionSet read(HadoopInputFile file, Path path, Configuration configuration)
      throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            file,
            HadoopReadOptions.builder(configuration, path).usePageChecksumVerification().build())) {
      checkSizes(reader, file.getLength(), path);
      Map<String, String> metadata = reader.getFileMetaData().getKeyValueMetaData();
      PredictionsHeader header = PredictionsHeader.fromMetadata(metadata, path);
      PredictionSet set = new PredictionSet(header, new PredictionRows(reader, path).read());
      String written = metadata.getOrDefault(SHA256, set.sha256());
      if (!written.equals(set.sha256())) {
        throw new UsageException(
            "%s: damaged: what it holds has the SHA-256 %s, what was written had %s; score the run again"
                .formatted(path, set.sha256(), written));
      }
      return set;
    }
  }

  /** The library allocates what the footer says; nothing is compressed, so the file bounds it. */
  private static void checkSizes(ParquetFileReader reader, long length, Path path) {
    for (BlockMetaData group : reader.getRowGroups()) {
      for (ColumnChunkMetaData column : group.getColumns()) {
        long start = column.getStartingPos();
        long bytes = column.getTotalSize();
        if (start < 0
            || bytes < 0
            || bytes > length - start
            || column.getTotalUncompressedSize() > length
            || column.getCodec() != CompressionCodecName.UNCOMPRESSED) {
          throw new UsageException(
              "%s: damaged: column %s has %d bytes from %d on, in a file of %d; score the run again"
                  .formatted(path, column.getPath().toDotString(), bytes, start, length));
        }
      }
    }
  }

  private static void write(OutputStream stream, PredictionSet set) throws IOException {
    Map<String, String> metadata = set.header().toMetadata();
    metadata.put(SHA256, set.sha256());
    StreamedTable.write(
        stream,
        PredictionRows.SCHEMA,
        metadata,
        sink -> {
          for (Map.Entry<CropMode, List<Prediction>> mode : set.predictions().entrySet()) {
            for (Prediction prediction : mode.getValue()) {
              sink.add(PredictionRows.row(mode.getKey(), prediction));
            }
          }
        });
  }
}
