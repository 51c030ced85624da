// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.svg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes an SVG of a plot library small: such libraries write each letter as a path, with the
 * decimals of a {@code double}, in absolute coordinates. Here coordinates have hundredths of a
 * pixel, go on from each other, and a style that several elements share is written once. What is
 * seen stays as it is, and the same picture gives the same bytes.
 */
public final class SmallSvg {
  /** Whole numbers of these, so that roundings do not add up along a path. */
  private static final int STEPS = 100;

  private static final Pattern PATH = Pattern.compile(" d=\"([^\"]*)\"");
  private static final Pattern PLAIN_PATH = Pattern.compile("[MLQCZ0-9eE.,+\\s-]*");
  private static final Pattern TOKEN =
      Pattern.compile("[MLQCZ]|[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern LENGTH =
      Pattern.compile(" (x|y|x1|x2|y1|y2|width|height|cx|cy|r)=\"([+-]?\\d+\\.\\d+)\"");
  private static final Pattern SHIFT = Pattern.compile("translate\\(([-\\d.]+) ([-\\d.]+)\\)");
  private static final Pattern CLIP = Pattern.compile("clip\\d+");
  private static final Pattern STYLE = Pattern.compile(" style=\"([^\"]*)\"");
  private static final String INK = "fill:rgb(0,0,0);stroke:none;";

  private SmallSvg() {}

  /** The same picture in fewer characters. */
  public static String of(String svg) {
    String small = PATH.matcher(svg).replaceAll(m -> " d=\"" + path(m.group(1)) + "\"");
    small =
        LENGTH
            .matcher(small)
            .replaceAll(m -> " %s=\"%s\"".formatted(m.group(1), text(steps(m.group(2)))));
    small =
        SHIFT
            .matcher(small)
            .replaceAll(
                m ->
                    "translate(%s %s)".formatted(text(steps(m.group(1))), text(steps(m.group(2)))));
    return styles(clips(small)).replaceAll("(?m)^ +", "");
  }

  /** The library numbers clips by chance. */
  private static String clips(String svg) {
    Map<String, String> names = new LinkedHashMap<>();
    return CLIP.matcher(svg)
        .replaceAll(m -> names.computeIfAbsent(m.group(), name -> "clip" + (names.size() + 1)));
  }

  private static String styles(String svg) {
    // Black without a line is what SVG draws anyway.
    String bare = svg.replace(" style=\"" + INK + "\"", "");
    Map<String, Long> uses =
        STYLE
            .matcher(bare)
            .results()
            .collect(
                Collectors.groupingBy(
                    (MatchResult m) -> m.group(1), LinkedHashMap::new, Collectors.counting()));
    Map<String, String> classes = new LinkedHashMap<>();
    uses.forEach(
        (style, count) -> {
          if (count > 1) {
            classes.put(style, "s" + classes.size());
          }
        });
    if (classes.isEmpty()) {
      return bare;
    }
    String rules =
        classes.entrySet().stream()
            .map(e -> "." + e.getValue() + "{" + e.getKey() + "}")
            .collect(Collectors.joining("\n", "<style>\n", "\n</style>\n"));
    String named =
        STYLE
            .matcher(bare)
            .replaceAll(
                m ->
                    classes.containsKey(m.group(1))
                        ? " class=\"" + classes.get(m.group(1)) + "\""
                        : Matcher.quoteReplacement(m.group()));
    return named.replaceFirst("(<svg[^>]*>\\s*)", "$1" + Matcher.quoteReplacement(rules));
  }

  private static String path(String data) {
    // Arcs and commands that go on from each other are not what libraries for Java2D write.
    return PLAIN_PATH.matcher(data).matches() ? new Pen().draw(data) : data;
  }

  private static long steps(String number) {
    return Math.round(STEPS * Double.parseDouble(number));
  }

  /** Such as {@code 3}, {@code -.5} or {@code 12.25}. */
  private static String text(long steps) {
    long whole = Math.abs(steps) / STEPS;
    long rest = Math.abs(steps) % STEPS;
    String decimals = rest == 0 ? "" : rest % 10 == 0 ? "." + rest / 10 : ".%02d".formatted(rest);
    return (steps < 0 ? "-" : "") + (whole == 0 && rest != 0 ? "" : whole) + decimals;
  }

  /** Writes a path again, each point from the one before. */
  private static final class Pen {
    private final StringBuilder out = new StringBuilder();
    private long x;
    private long y;
    private long startX;
    private long startY;

    String draw(String data) {
      Matcher tokens = TOKEN.matcher(data);
      while (tokens.find()) {
        switch (tokens.group()) {
          case "M" -> move(next(tokens), next(tokens));
          case "L" -> line(next(tokens), next(tokens));
          case "Q" -> curve('q', 2, tokens);
          case "C" -> curve('c', 3, tokens);
          case "Z" -> close();
          default -> throw new IllegalArgumentException("a number without a command: " + data);
        }
      }
      return out.toString();
    }

    private static long next(Matcher tokens) {
      if (!tokens.find()) {
        throw new IllegalArgumentException("a path ends within a command");
      }
      return steps(tokens.group());
    }

    private void move(long toX, long toY) {
      write('M', toX, toY);
      startX = toX;
      startY = toY;
      at(toX, toY);
    }

    private void line(long toX, long toY) {
      if (toY == y) {
        write('h', toX - x);
      } else if (toX == x) {
        write('v', toY - y);
      } else {
        write('l', toX - x, toY - y);
      }
      at(toX, toY);
    }

    private void curve(char command, int points, Matcher tokens) {
      long[] moves = new long[2 * points];
      long toX = x;
      long toY = y;
      for (int point = 0; point < points; point++) {
        toX = next(tokens);
        toY = next(tokens);
        moves[2 * point] = toX - x;
        moves[2 * point + 1] = toY - y;
      }
      write(command, moves);
      at(toX, toY);
    }

    private void close() {
      out.append('z');
      at(startX, startY);
    }

    private void at(long toX, long toY) {
      x = toX;
      y = toY;
    }

    private void write(char command, long... numbers) {
      out.append(command);
      for (int i = 0; i < numbers.length; i++) {
        String number = text(numbers[i]);
        if (i > 0 && number.charAt(0) != '-') {
          out.append(' ');
        }
        out.append(number);
      }
    }
  }
}
