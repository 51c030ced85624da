// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.page;

import io.agegender.regression.Agreement;
import io.agegender.regression.baseline.CheckResult;
import io.agegender.regression.baseline.RegressionComparison;
import io.agegender.regression.baseline.RegressionRun;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The checks of a nightly run as JUnit's XML, which CI servers show as tests. */
public final class JunitXml {
  private JunitXml() {}

  /**
   * One suite, a test case for each check, and one more for a nightly run that did not get to its
   * end.
   */
  public static String render(RegressionRun nightly, RegressionComparison comparison) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "agegender nightly");
      xml.writeAttribute("timestamp", nightly.started().toString());
      xml.writeAttribute("time", seconds(nightly.seconds()));
      int errors = nightly.problem().isPresent() ? 1 : 0;
      xml.writeAttribute("tests", String.valueOf(comparison.results().size() + errors));
      xml.writeAttribute(
          "failures",
          String.valueOf(comparison.results().stream().filter(r -> !r.isGood()).count()));
      xml.writeAttribute("errors", String.valueOf(errors));
      for (CheckResult result : comparison.results()) {
        test(xml, result);
      }
      if (nightly.problem().isPresent()) {
        start(xml, "end of the nightly run", 0);
        outcome(xml, "error", "failed", nightly.problem().get());
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing XML to memory failed", e);
    }
    return text.toString();
  }

  private static void test(XMLStreamWriter xml, CheckResult result) throws XMLStreamException {
    start(xml, result.name(), result.seconds());
    if (!result.isGood()) {
      outcome(xml, "failure", result.agreement().title(), result.explanation());
    } else if (result.agreement() == Agreement.WITHIN_BAND) {
      xml.writeStartElement("system-out");
      xml.writeCharacters("within the band: " + result.finding());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void start(XMLStreamWriter xml, String name, double seconds)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "agegender.nightly");
    xml.writeAttribute("name", name);
    xml.writeAttribute("time", seconds(seconds));
  }

  private static void outcome(XMLStreamWriter xml, String element, String type, String message)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("type", type);
    xml.writeAttribute("message", message);
    xml.writeCharacters(message);
    xml.writeEndElement();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
