// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import io.agegender.jobs.cli.base.AccountingPage;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareResult;
import io.agegender.prepare.PrepareSettings;
import io.agegender.storage.FileStore;
import io.agegender.table.LabelledTable;
import io.agegender.table.PublishedLayout;
import io.agegender.table.TableFile;
import io.agegender.table.TableReader;
import io.agegender.table.TableSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender prepare}. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a dataset out of a raw Adience tree, or of other labelled pictures.",
      "Each is decoded once and stored once. An interrupted attempt is completed. Settings: section prepare."
    })
final class PrepareCommand extends SparkCommand<PrepareCommand.Request> {
  @Option(
      names = "--raw",
      required = true,
      paramLabel = "DIR",
      description = {
        "The folder with faces/, aligned/ and fold_0_data.txt to fold_4_data.txt; with --table or",
        "--layout the folder of the pictures."
      })
  private String raw;

  @ArgGroup private Rows rows;

  /** Where rows come from, if not from fold files. */
  private static final class Rows {
    @Option(
        names = "--table",
        required = true,
        paramLabel = "FILE",
        description = {
          "A table (.csv, .tsv, .parquet) with a row for each picture: path, subject, age, gender,",
          "fold, alignment. Columns and spellings: section prepare.table."
        })
    private String table;

    @Option(
        names = "--layout",
        required = true,
        paramLabel = "NAME",
        description = "A dataset as it was published: utkface, fairface or imdb-wiki.")
    private String layout;
  }

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The dataset's folder; empty, not there yet, or of an unfinished attempt.")
  private String out;

  /** How the dataset is made. */
  record Request(PrepareSettings prepare, TableSettings table) {}

  @Override
  protected Request settings(SettingsReader reader) {
    return new Request(PrepareSettings.read(reader), TableSettings.read(reader));
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    PrepareResult result =
        rows == null
            ? PrepareJob.run(spark, request.prepare, path(raw), path(out), progress())
            : PrepareJob.run(
                spark,
                request.prepare,
                table(request, spark.sparkContext().hadoopConfiguration()),
                path(raw),
                path(out),
                progress());
    out().println(AccountingPage.of(result.accounting()));
    out()
        .printf(
            "dataset %s: %d faces of %d rows, %d rejected, manifest sha256 %s%n",
            out, result.faces(), result.rows(), result.rejected(), result.identity());
    return Problems.DONE;
  }

  private LabelledTable table(Request request, Configuration conf) {
    long seed = request.prepare.splits().rules().seed();
    if (rows.table != null) {
      return TableReader.read(
          TableFile.open(path(rows.table), request.table.columns(), conf), request.table, seed);
    }
    PublishedLayout layout = Choice.of(PublishedLayout.class, "--layout", rows.layout);
    return layout.read(FileStore.of(path(raw), conf), request.table, seed);
  }
}
