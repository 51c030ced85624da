package io.agegender.report.render;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.report.Results;
import io.agegender.storage.AtomicFiles;
import io.agegender.storage.FileSystems;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a report: {@code report.md}, {@code report.html}, {@code results.json}, {@code
 * results.csv}, {@code folds.csv}, {@code comparisons.csv}, {@code plots/*.png} and {@code *.svg},
 * and {@code original/results-*} for the original's plotting scripts. The directory appears whole
 * or not at all; an older report in its place stays until the new one is complete.
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
    FileSystem files = FileSystems.of(directory, configuration);
    try {
      // Through a text, which drops a slash at the end: it would make the name empty.
      Path target = new Path(files.makeQualified(directory).toString());
      refuseForeign(files, target);
      Path temporary = AtomicFiles.temporary(target);
      try {
        for (var file : contents(results).entrySet()) {
          try (OutputStream out = files.create(new Path(temporary, file.getKey()), false)) {
            out.write(file.getValue());
          }
        }
      } catch (IOException e) {
        files.delete(temporary, true);
        throw e;
      }
      publish(files, temporary, target);
    } catch (IOException e) {
      throw new FailedException(
          "cannot write the report %s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static SortedMap<String, byte[]> contents(Results results) {
    Map<String, Plot> bars = Plots.bars(results);
    SortedMap<String, Plot> curves = Plots.curves(results);
    SortedMap<String, byte[]> contents = new TreeMap<>();
    contents.put(RESULTS, utf8(ResultsParser.toJson(results)));
    contents.put("results.csv", utf8(CsvReport.cells(results)));
    contents.put("folds.csv", utf8(CsvReport.folds(results)));
    contents.put("comparisons.csv", utf8(CsvReport.comparisons(results)));
    contents.put("report.md", utf8(MarkdownReport.render(results)));
    contents.put("report.html", utf8(HtmlReport.render(results, bars, curves)));
    OriginalExport.of(results)
        .forEach(
            original ->
                contents.put(
                    "original/" + original.path(), utf8(OriginalResultFile.write(original))));
    SortedMap<String, Plot> plots = new TreeMap<>(bars);
    plots.putAll(curves);
    plots.forEach(
        (name, plot) -> {
          contents.put("plots/" + name + ".png", plot.png());
          contents.put("plots/" + name + ".svg", plot.svg());
        });
    return contents;
  }

  private static void refuseForeign(FileSystem files, Path target) throws IOException {
    if (!files.exists(target) || files.exists(new Path(target, RESULTS))) {
      return;
    }
    if (files.getFileStatus(target).isFile() || files.listStatus(target).length > 0) {
      throw new UsageException(
          "%s exists and is no report (it has no %s); give another directory"
              .formatted(target, RESULTS));
    }
  }

  private static void publish(FileSystem files, Path temporary, Path target) throws IOException {
    if (!files.exists(target)) {
      AtomicFiles.publish(files, temporary, target);
      return;
    }
    Path old = AtomicFiles.temporary(target);
    if (!files.rename(target, old)) {
      files.delete(temporary, true);
      throw new IOException("the file system refused to move the older report away");
    }
    try {
      AtomicFiles.publish(files, temporary, target);
    } catch (FailedException e) {
      if (!files.rename(old, target)) {
        e.addSuppressed(new IOException("the older report is now " + old));
      }
      throw e;
    }
    files.delete(old, true);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
