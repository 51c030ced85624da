// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;

/** Writes well-formed, escaped HTML. */
public final class Html {
  private final StringBuilder out = new StringBuilder("<!doctype html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens a page with the reports' style; head is written, body open.
   *
   * @param style rules of the page's own
   */
  public static Html page(String title, String style) {
    Html html = new Html();
    html.open("html", "lang", "en").open("head");
    html.single("meta", "charset", "utf-8");
    html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", title);
    html.raw("style", HtmlReport.resource("report.css") + style);
    html.close().open("body");
    return html;
  }

  /** A plot as a picture inside the page. */
  public Html plot(Plot plot) {
    open("figure").picture(png(plot.png()), plot.description());
    return element("figcaption", plot.title()).close();
  }

  /** A PNG as a URL that needs no file. */
  public static String png(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  /** A picture that is drawn when it comes into view. */
  public Html picture(String url, String alternative) {
    return single("img", "src", url, "alt", alternative, "loading", "lazy");
  }

  /** A sentence that must not be overlooked. */
  public Html warning(String text) {
    return element("p", text, "class", "warning", "role", "note");
  }

  /** A sentence in the background. */
  public Html soft(String text) {
    return element("p", text, "class", "soft");
  }

  /** What to know before reading on, a line each. */
  public Html conventions(Collection<String> lines) {
    open("ul", "class", "conventions");
    lines.forEach(line -> element("li", line));
    return close();
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  public Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Closes the innermost open element. */
  public Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** Opens a frame that scrolls sideways on a narrow screen. */
  public Html frame(String label) {
    return open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
  }

  /** An element that holds text alone. */
  public Html element(String tag, String text, String... attributes) {
    start(tag, attributes);
    out.append(escape(text)).append("</").append(tag).append(">\n");
    return this;
  }

  /** An element that has no end tag. */
  public Html single(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  /** A style or script of our own, which must not be escaped. */
  public Html raw(String tag, String content) {
    start(tag);
    out.append('\n').append(content).append("</").append(tag).append(">\n");
    return this;
  }

  /** Closes everything, with the script that sorts tables, and gives the whole document. */
  public String end() {
    while (open.size() > 2) {
      close();
    }
    return raw("script", HtmlReport.resource("report.js")).close().close().document();
  }

  /** The whole document. */
  public String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escape(attributes[i + 1]))
          .append('"');
    }
    out.append('>');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
