package io.agegender.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.GoldenFile;
import io.agegender.report.Results;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The results as reports of today have them. */
class ResultsGoldenTest {
  @Test
  void reportsOfTodayAreReadForever() {
    Results results =
        GoldenFile.check(
            "results.json",
            json ->
                ResultsParser.fromJson(new String(json, StandardCharsets.UTF_8), "results.json"),
            value -> ResultsParser.toJson(value).getBytes(StandardCharsets.UTF_8),
            "this program reads version 1");
    assertThat(results.cells()).hasSize(1);
    assertThat(results.curves()).hasSize(1);
  }
}
