// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.page;

import static io.agegender.regression.baseline.SyntheticRuns.TREND;
import static io.agegender.regression.baseline.SyntheticRuns.baseline;
import static io.agegender.regression.baseline.SyntheticRuns.dataset;
import static io.agegender.regression.baseline.SyntheticRuns.nightly;
import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.regression.baseline.Bands;
import io.agegender.regression.baseline.Outcome;
import io.agegender.regression.baseline.RegressionComparison;
import io.agegender.regression.baseline.RegressionRun;
import io.agegender.regression.baseline.SyntheticRuns;
import io.agegender.regression.history.HistoryLine;
import io.agegender.regression.history.HistoryTable;
import io.agegender.regression.history.Slowdown;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class RegressionPageTest {
  @Test
  void aNightMuchWorseThanTheMedianIsMarkedAndNoOther() {
    List<HistoryLine> lines = SyntheticRuns.lines(5);
    assertThat(Slowdown.of(lines, SyntheticRuns.line(5, Outcome.SAME, 370, 35), TREND)).isEmpty();
    List<Slowdown> found = Slowdown.of(lines, SyntheticRuns.line(5, Outcome.SAME, 400, 31), TREND);
    assertThat(found)
        .extracting(Slowdown::toString)
        .containsExactly(
            "seconds 400.0, median 302.0", "images-per-second of train/age 31.0, median 40.0");
    // A median of two nightly runs says nothing; failed nightly runs are not in it.
    assertThat(Slowdown.of(lines.subList(0, 2), SyntheticRuns.line(5, Outcome.SAME, 900, 1), TREND))
        .isEmpty();
    List<HistoryLine> failed = new ArrayList<>();
    lines.forEach(l -> failed.add(SyntheticRuns.line(0, Outcome.FAILED, 1, 900)));
    assertThat(Slowdown.of(failed, SyntheticRuns.line(9, Outcome.SAME, 900, 1), TREND)).isEmpty();
  }

  @Test
  void thePageShowsVerdictsDifferencesTrendsAndSlowNights() {
    List<HistoryLine> lines = new ArrayList<>(SyntheticRuns.lines(5));
    lines.add(SyntheticRuns.line(5, Outcome.DRIFT, 900, 40));
    RegressionRun nightly = nightly(dataset("<b>"));
    String page =
        RegressionPage.render(
            lines,
            nightly,
            RegressionComparison.of(baseline(Bands.ZERO, dataset("aa")), nightly),
            Bands.ZERO,
            List.of("a torn line was moved aside"),
            TREND);
    assertThat(page)
        .contains("class=\"verdict drift\"")
        .contains("slower: seconds 900.0, median 302.0")
        .contains("shards/shard-00000.npy: aa, now &lt;b&gt;")
        .contains("band zero: on a CPU")
        .contains("a torn line was moved aside")
        .contains("data:image/png;base64,")
        .doesNotContain("now <b>")
        .doesNotContain("http");
    assertThat(page.split("<tr>", -1)).hasSizeGreaterThan(9);
    assertThat(HistoryTable.render(lines, TREND))
        .contains("2026-01-06 03:00  drift")
        .contains("slower: seconds 900.0")
        .contains("01234567");
  }

  @Test
  void junitXmlParsesAndHasAFailureForEachBadCheck() throws Exception {
    RegressionRun nightly = nightly(dataset("<b>"));
    String xml =
        JunitXml.render(
            nightly, RegressionComparison.of(baseline(Bands.ZERO, dataset("aa")), nightly));
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getDocumentElement();
    assertThat(suite.getTagName()).isEqualTo("testsuite");
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).contains("shards/shard-00000.npy: aa, now <b>");
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("dataset");
  }
}
