// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The accounting of a dataset for people. The text in the dataset stays as it is, because it is
 * part of the dataset's hash.
 */
public final class AccountingPage {
  private static final Pattern HEADING = Pattern.compile("(?m)^Lists \\(.*$");

  /** A line of the lists, with its last two columns. */
  private static final Pattern SHARES =
      Pattern.compile("(?m)^(?:aligned|unaligned|mixed) .* ([01]\\.\\d{3}) ([01]\\.\\d{3})$");

  private static final String LEGEND =
      """
      train, val, test    what a network is trained on, validated with, and tested with
      subset              the first rows of train, which the original lists besides
      pool, tenth         rows of the folds that are not tested, and a tenth of them
      missing             labelled rows of the pool that are in neither train nor val, age/gender
      both                pictures that are in train and in val, age/gender
      subject, twin       share (0 to 1) of val's age rows whose person, or whose face, train has
      """;

  private AccountingPage() {}

  /**
   * @param text the accounting's tables, as a dataset holds them
   */
  public static String of(String text) {
    String titled = HEADING.matcher(text).replaceFirst("Lists of each test fold, in rows");
    if (titled.equals(text)) {
      return text;
    }
    return titled.stripTrailing() + "\n\n" + LEGEND + leak(text);
  }

  private static String leak(String text) {
    List<MatchResult> lines = SHARES.matcher(text).results().toList();
    if (lines.isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "Leak: %s of val's age rows show a person whom train has, and %s a face that train has. So accuracy on val%n"
            + "is higher than on strangers; no list of test shares a person with train or val.%n",
        range(lines, 1),
        range(lines, 2));
  }

  private static String range(List<MatchResult> lines, int group) {
    double[] shares = lines.stream().mapToDouble(l -> Double.parseDouble(l.group(group))).toArray();
    double least = Arrays.stream(shares).min().orElseThrow();
    double most = Arrays.stream(shares).max().orElseThrow();
    return String.format(Locale.ROOT, "%.0f to %.0f %%", 100 * least, 100 * most);
  }
}
