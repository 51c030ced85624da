// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.report.Results;
import io.agegender.report.people.People;
import io.agegender.storage.FileStore;
import io.agegender.storage.FolderInPlace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes a report: {@code report.md}, {@code report.html}, {@code results.json}, {@code
 * results.csv}, {@code folds.csv}, {@code comparisons.csv}, {@code plots/*.png} and {@code *.svg},
 * and {@code original/results-*} for the original's plotting scripts. The directory appears whole
 * or not at all; an older report in its place stays until the new one is complete. On S3, where a
 * folder cannot be renamed in one step, {@code results.json} goes first and comes last.
 */
public final class ReportWriter {
  /** The machine-readable results; a directory with this file is a report. */
  public static final String RESULTS = "results.json";

  private ReportWriter() {}

  /**
   * Writes every file of a report.
   *
   * @param directory where the report goes; may hold an older report, nothing else
   * @throws UsageException if something else is there
   * @throws FailedException if it cannot be written
   */
  public static void write(Results results, Path directory, Configuration configuration) {
    write(results, Optional.empty(), directory, Optional.empty(), configuration);
  }

  /**
   * As {@link #write(Results, Path, Configuration)}.
   *
   * @param people what the report says to people besides
   * @param heatMaps the page of the runs' heat maps, which the report links to
   */
  public static void write(
      Results results,
      Optional<People> people,
      Path directory,
      Optional<Path> heatMaps,
      Configuration configuration) {
    FileStore store = FileStore.of(directory, configuration);
    refuseForeign(store);
    SortedMap<String, byte[]> files = contents(results, people, directory, heatMaps);
    if (!store.renamesInOneStep()) {
      FolderInPlace.replace(store, RESULTS, files);
      return;
    }
    store.replace(
        folder -> {
          for (var file : files.entrySet()) {
            folder.create(file.getKey(), out -> out.write(file.getValue()));
          }
        });
  }

  /** From the report to a page: relative, so that both may move together, on one file system. */
  static String link(Path directory, Path page) {
    URI from = directory.toUri();
    URI to = page.toUri();
    boolean sameSystem =
        Objects.equals(from.getScheme(), to.getScheme())
            && Objects.equals(from.getAuthority(), to.getAuthority())
            && directory.isUriPathAbsolute() == page.isUriPathAbsolute();
    return sameSystem
        ? java.nio.file.Path.of(from.getPath())
            .relativize(java.nio.file.Path.of(to.getPath()))
            .toString()
        : page.toString();
  }

  private static SortedMap<String, byte[]> contents(
      Results results, Optional<People> people, Path directory, Optional<Path> heatMaps) {
    Optional<PeopleSections> sections = people.map(PeopleSections::new);
    Map<String, Plot> bars = Plots.bars(results);
    SortedMap<String, Plot> curves = Plots.curves(results);
    SortedMap<String, byte[]> contents = new TreeMap<>();
    contents.put(RESULTS, utf8(JsonReport.render(results)));
    contents.put("results.csv", utf8(CsvReport.render(Columns.cells(results), results.cells())));
    contents.put(
        "folds.csv",
        utf8(
            CsvReport.render(
                Columns.FOLDS,
                results.cells().stream().flatMap(c -> Columns.Fold.of(c).stream()).toList())));
    contents.put(
        "comparisons.csv", utf8(CsvReport.render(Columns.COMPARISONS, results.comparisons())));
    contents.put(
        "report.md",
        utf8(MarkdownReport.render(results) + sections.map(PeopleSections::markdown).orElse("")));
    contents.put(
        "report.html",
        utf8(
            HtmlReport.render(
                results, bars, curves, heatMaps.map(page -> link(directory, page)), sections)));
    OriginalExport.of(results)
        .forEach((path, text) -> contents.put("original/" + path, utf8(text)));
    SortedMap<String, Plot> plots = new TreeMap<>(bars);
    plots.putAll(curves);
    plots.forEach(
        (name, plot) -> {
          contents.put("plots/" + name + ".png", plot.png());
          contents.put("plots/" + name + ".svg", plot.svg());
        });
    return contents;
  }

  private static void refuseForeign(FileStore store) {
    // A file is listed as itself.
    if (!store.exists(RESULTS) && !FolderInPlace.isIncomplete(store) && !store.list("").isEmpty()) {
      throw new UsageException(
          "%s exists and is not a report (it has no %s); give another directory"
              .formatted(store.root(), RESULTS));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
