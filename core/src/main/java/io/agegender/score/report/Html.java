package io.agegender.score.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes well-formed, escaped HTML. */
final class Html {
  private final StringBuilder out = new StringBuilder("<!doctype html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Closes the innermost open element. */
  Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element that holds text alone. */
  Html element(String tag, String text, String... attributes) {
    start(tag, attributes);
    out.append(escape(text)).append("</").append(tag).append(">\n");
    return this;
  }

  /** An element that has no end tag. */
  Html single(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** A style or script of our own, which must not be escaped. */
  Html raw(String tag, String content) {
    start(tag);
    out.append('\n').append(content).append("</").append(tag).append(">\n");
    return this;
  }

  /** The whole document. */
  String document() {
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
