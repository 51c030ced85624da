// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.RejectTable;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.Pixels;
import io.agegender.storage.FileStore;
import io.agegender.table.LabelledTable;
import io.agegender.table.PublishedLayout;
import io.agegender.table.TableFile;
import io.agegender.table.TableReader;
import io.agegender.table.TableSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PrepareTableTest {
  @TempDir static Path dir;
  @TempDir Path own;

  private static SparkSession spark;
  private static Path raw;

  /** The lines of a table over all aligned and unaligned pictures, without the header. */
  private static List<String> lines;

  @BeforeAll
  static void draw() throws IOException {
    spark = Trees.spark("local[2]");
    raw = Trees.draw(dir.resolve("raw"), 40);
    lines = lines();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static List<String> lines() throws IOException {
    Map<String, String> byPath = new TreeMap<>();
    for (int fold = 0; fold < 5; fold++) {
      List<String> rows = Files.readAllLines(raw.resolve("fold_" + fold + "_data.txt"));
      for (String row : rows.subList(1, rows.size())) {
        String[] cells = row.split("\t", -1);
        for (Alignment alignment : Alignment.MIXED.parts()) {
          String path =
              "%s/%s/%s.%s.%s"
                  .formatted(alignment.folder(), cells[0], alignment.prefix(), cells[2], cells[1]);
          byPath.put(
              path,
              "%s,%s,\"%s\",%s,%d,%s"
                  .formatted(path, cells[2], age(cells[3]), cells[4], fold, alignment.key()));
        }
      }
    }
    return List.copyOf(byPath.values());
  }

  /** Adience's own misprints are not ages. */
  private static String age(String label) {
    return Target.AGE.labels().contains(label) ? label : "None";
  }

  @Test
  void aTableOfTheTreesPicturesGivesTheirRecords() throws IOException {
    PrepareResult result =
        prepare(table("t.csv", "path,subject,age,gender,fold,alignment", lines), "out");
    PrepareJob.run(
        spark,
        Trees.settings("prepare.shard-records=25"),
        Trees.hadoop(raw),
        Trees.hadoop(own.resolve("tree")),
        Trees.silent());
    Dataset table = open("out");
    Dataset tree = open("tree");
    assertThat(result.rejected()).isZero();
    assertThat(result.unlisted()).isZero();
    assertThat(records(table)).isEqualTo(records(tree));
    assertThat(table.manifest().alignments())
        .containsExactly(Alignment.ALIGNED, Alignment.UNALIGNED, Alignment.MIXED);
    assertThat(FaceOrigin.of(FaceOrigin.KEY, table.manifest().recipe().settings()))
        .isEqualTo(FaceOrigin.SYNTHETIC_OTHERS);
    for (int fold : tree.folds()) {
      assertThat(size(table, Alignment.MIXED, fold)).isEqualTo(size(tree, Alignment.MIXED, fold));
    }
    assertThat(VerifyJob.run(spark, Trees.hadoop(own.resolve("out")), Trees.silent()).problems())
        .isEmpty();
    // The same again is found finished.
    assertThat(
            prepare(table("t.csv", "path,subject,age,gender,fold,alignment", lines), "out")
                .shardsWritten())
        .isZero();
  }

  @Test
  void parquetThatSparkWroteGivesTheSameFacesAsCsv() throws IOException {
    StructType schema =
        new StructType()
            .add("file", DataTypes.StringType)
            .add("age", DataTypes.DoubleType)
            .add("gender", DataTypes.IntegerType);
    List<Row> rows = new java.util.ArrayList<>();
    List<String> text = new java.util.ArrayList<>();
    for (String line : lines.subList(0, 12)) {
      boolean male = line.contains(",m,");
      String path = line.substring(0, line.indexOf(','));
      rows.add(RowFactory.create(path, rows.size() * 5.0, male ? 1 : 0));
      text.add(path + "," + text.size() * 5.0 + "," + (male ? 1 : 0));
    }
    Path parquet = own.resolve("t.parquet");
    spark.createDataFrame(rows, schema).coalesce(1).write().parquet(parquet.toString());
    String[] settings = {
      "prepare.table.columns.path=file",
      "prepare.table.labels.gender-0=female",
      "prepare.table.labels.gender-1=male",
      "prepare.table.labels.between=nearest",
      "prepare.table.folds=2"
    };
    prepare(parquet, "parquet", settings);
    prepare(table("t.csv", "file,age,gender", text), "csv", settings);
    assertThat(records(open("parquet"))).isEqualTo(records(open("csv")));
    assertThat(open("csv").faces()).hasSize(12);
    assertThat(Files.readString(own.resolve("csv/accounting.txt")))
        .startsWith("The table names no subjects")
        .contains("The 2 folds were drawn by subject");
  }

  @Test
  void badRowsAreRefusedPastTheShareWithReasonsAndTheFirstOne() throws IOException {
    List<String> rows = new java.util.ArrayList<>(lines.subList(0, 20));
    rows.set(3, rows.get(3).replaceFirst(",\"\\([^\"]*\"|,[0-9]+", ",-1"));
    rows.add("aligned/nowhere.jpg,nobody,30,m,0,aligned");
    Path table = table("t.csv", "path,subject,age,gender,fold,alignment", rows);
    assertThatThrownBy(() -> prepare(table, "out"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("MISSING=1")
        .hasMessageContaining("of the table");
    assertThat(prepare(table, "out", "prepare.max-rejected-share=0.5").rejected()).isPositive();
  }

  /** Whoever is said to be on it: a test on pixels that were trained on is not a test. */
  @Test
  void picturesWithTheSamePixelsInTwoFoldsAreLeftOut() throws IOException {
    List<String> rows = new java.util.ArrayList<>(lines.subList(0, 20));
    Path picture = own.resolve("copy.jpg");
    Files.copy(raw.resolve(rows.get(0).substring(0, rows.get(0).indexOf(','))), picture);
    Path copy = raw.resolve("copy.jpg");
    Files.move(picture, copy);
    try {
      String first = rows.get(0).split(",(?=[0-4],(un)?aligned)")[1].substring(0, 1);
      rows.add("copy.jpg,somebody else,30,m," + (first.equals("0") ? 1 : 0) + ",aligned");
      Path table = table("t.csv", "path,subject,age,gender,fold,alignment", rows);
      assertThatThrownBy(() -> prepare(table, "out")).hasMessageContaining("SAME_PIXELS 1");
      prepare(table, "out", "prepare.max-rejected-share=0.2");
      List<Reject> rejects =
          RejectTable.read(FileStore.of(Trees.hadoop(own.resolve("out")), new Configuration()));
      assertThat(rejects)
          .filteredOn(reject -> reject.reason().equals("SAME_PIXELS"))
          .isNotEmpty()
          .allSatisfy(reject -> assertThat(reject.kind()).isEqualTo(Reject.Kind.LEFT_OUT));
      assertThat(VerifyJob.run(spark, Trees.hadoop(own.resolve("out")), Trees.silent()).problems())
          .isEmpty();
    } finally {
      Files.delete(copy);
    }
  }

  @Test
  void utkFacesFolderNeedsNoTable() throws IOException {
    Path utk = Files.createDirectories(own.resolve("utk"));
    int number = 0;
    for (String line : lines.subList(0, 16)) {
      Files.copy(
          raw.resolve(line.substring(0, line.indexOf(','))),
          utk.resolve("%d_%d_0_2017%d.jpg".formatted(1 + 5 * number, number % 2, number++)));
    }
    FileStore store = FileStore.of(Trees.hadoop(utk), new Configuration());
    LabelledTable table = PublishedLayout.UTKFACE.read(store, settings("prepare.table.folds=2"), 3);
    PrepareResult result =
        PrepareJob.run(
            spark,
            Trees.settings(),
            table,
            Trees.hadoop(utk),
            Trees.hadoop(own.resolve("out")),
            Trees.silent());
    assertThat(result.faces()).isEqualTo(16);
    Dataset dataset = open("out");
    assertThat(FaceOrigin.of(FaceOrigin.KEY, dataset.manifest().recipe().settings()))
        .isEqualTo(FaceOrigin.OTHER_DATASET);
    assertThat(Files.readString(own.resolve("out").resolve(Layout.ACCOUNTING_TEXT)))
        .contains("non-commercial research");
  }

  private static long size(Dataset dataset, Alignment alignment, int fold) {
    // The tree's fold files name some faces twice.
    return dataset.split(Target.GENDER, alignment, fold, Subset.TEST).stream().distinct().count();
  }

  /** What is stored of each picture, by its place in the tree. */
  private static Map<String, String> records(Dataset dataset) {
    Map<String, String> records = new TreeMap<>();
    byte[] record = new byte[Pixels.RECORD];
    try (FaceReader reader = dataset.reader()) {
      for (Face face : dataset.faces()) {
        reader.read(face, record);
        records.put(
            face.key().path(face.alignment()),
            "%s %d %d %d"
                .formatted(
                    face.key().subject(),
                    Target.AGE.labels().contains(face.labels().age())
                        ? face.labels().ageClass()
                        : -1,
                    face.labels().genderClass(),
                    Arrays.hashCode(record)));
      }
    }
    return records;
  }

  private Dataset open(String out) {
    return Dataset.open(Trees.hadoop(own.resolve(out)), new Configuration());
  }

  private Path table(String name, String header, List<String> rows) {
    try {
      return Files.write(
          own.resolve(name), Stream.concat(Stream.of(header), rows.stream()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PrepareResult prepare(Path table, String out, String... settings) {
    TableSettings tableSettings = settings(settings);
    Configuration conf = new Configuration();
    LabelledTable rows =
        TableReader.read(
            TableFile.open(Trees.hadoop(table), tableSettings.columns(), conf), tableSettings, 3);
    return PrepareJob.run(
        spark,
        Trees.settings(
            Stream.concat(Stream.of("prepare.shard-records=25"), Arrays.stream(settings))
                .toArray(String[]::new)),
        rows,
        Trees.hadoop(raw),
        Trees.hadoop(own.resolve(out)),
        Trees.silent());
  }

  private static TableSettings settings(String... overrides) {
    return SettingsReader.read(
        Settings.load(Optional.empty(), Arrays.asList(overrides)), TableSettings::read);
  }
}
