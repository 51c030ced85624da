// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/**
 * Reads typed values. A wrong one is noted with its file and line, and the default of {@code
 * reference.conf} stands in for it, so that all problems are reported at once.
 */
public final class SettingsReader {
  private static final Config DEFAULTS = Settings.defaults();

  private final Config config;
  private final String prefix;
  private final List<String> problems;

  private SettingsReader(Config config, String prefix, List<String> problems) {
    this.config = config;
    this.prefix = prefix;
    this.problems = problems;
  }

  /**
   * What a function makes of a configuration.
   *
   * @param config the effective configuration, see {@link Settings#load}
   * @param parse reads its values; what it throws is one more problem
   * @throws UsageException with every problem, each with its place
   */
  public static <T> T read(Config config, Function<SettingsReader, T> parse) {
    List<String> problems = new ArrayList<>();
    Optional<T> parsed = Optional.empty();
    try {
      parsed = Optional.of(parse.apply(new SettingsReader(config, "", problems)));
    } catch (UsageException e) {
      problems.add(e.getMessage());
    }
    Settings.requireNone(problems);
    return parsed.orElseThrow();
  }

  /** The reader of a section; its keys are relative to it. */
  public SettingsReader section(String section) {
    return new SettingsReader(config, prefix + section + ".", problems);
  }

  /** The whole configuration that is read. */
  public Config config() {
    return config;
  }

  /** Notes a problem with a key unless something is the case. */
  public void require(boolean good, String key, String mustBe) {
    if (!good) {
      problems.add(problem(prefix + key, mustBe));
    }
  }

  /** Whether a key below an open section is set. */
  public boolean has(String key) {
    return config.hasPath(prefix + key);
  }

  /** Any text. */
  public String text(String key) {
    return value(key, Config::getString, text -> true, "a text");
  }

  /** A text; empty if it is blank. */
  public Optional<String> optional(String key) {
    return Optional.of(text(key).strip()).filter(text -> !text.isEmpty());
  }

  /** True or false. */
  public boolean flag(String key) {
    return value(key, Config::getBoolean, v -> true, "true or false");
  }

  /** A whole number. */
  public int whole(String key, int least, int most) {
    return (int) longWhole(key, least, most);
  }

  /** A whole number with a lower bound only. */
  public int atLeast(String key, int least) {
    long value = wholeIn(key, least, Long.MAX_VALUE, "at least " + least);
    require(value <= Integer.MAX_VALUE, key, "a whole number, at most " + Integer.MAX_VALUE);
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /** A whole number. */
  public long longWhole(String key, long least, long most) {
    return wholeIn(key, least, most, "%d to %d".formatted(least, most));
  }

  /** A seed: any whole number of 64 bits. */
  public long seed(String key) {
    return wholeIn(key, Long.MIN_VALUE, Long.MAX_VALUE, "of 64 bits");
  }

  private long wholeIn(String key, long least, long most, String range) {
    return value(
        key,
        (c, path) -> parseWhole(c.getString(path)),
        v -> v >= least && v <= most,
        "a whole number, " + range);
  }

  /**
   * @throws ArithmeticException if it is not a whole number of 64 bits
   * @throws NumberFormatException if it is not a number
   */
  private static long parseWhole(String text) {
    return new BigDecimal(text.strip()).longValueExact();
  }

  /** A number; {@code range} says in words what {@code good} asks for. */
  public double number(String key, Predicate<Double> good, String range) {
    return value(key, Config::getDouble, good, "a number, " + range);
  }

  /** A share, 0 to 1. */
  public double share(String key) {
    return number(key, v -> v >= 0 && v <= 1, "0 to 1");
  }

  /** A time above 0. */
  public Duration duration(String key) {
    return value(
        key,
        Config::getDuration,
        v -> !v.isNegative() && !v.isZero(),
        "a time above 0, such as 30 minutes");
  }

  /** A number of bytes, or a text such as {@code 20 MB}. */
  public long bytes(String key, long least, long most) {
    return value(
        key,
        Config::getBytes,
        v -> v >= least && v <= most,
        "a number of bytes such as 20 MB, %d to %d bytes".formatted(least, most));
  }

  /** A constant by its key, see {@link Choice}. */
  public <E extends Enum<E>> E choice(Class<E> type, String key) {
    return parsed(key, text -> Choice.of(type, prefix + key, text));
  }

  /**
   * What a text stands for.
   *
   * @param parse throws a {@link UsageException} for one that it does not know
   */
  public <T> T parsed(String key, Function<String, T> parse) {
    return value(key, (c, path) -> parse.apply(c.getString(path)), v -> true, "a text");
  }

  /** What each text of a list stands for, see {@link #parsed}. */
  public <T> List<T> list(String key, Function<String, T> parse) {
    return value(
        key,
        (c, path) -> c.getStringList(path).stream().map(parse).toList(),
        v -> true,
        "a list of such values as "
            + DEFAULTS.getValue(prefix + key).render(ConfigRenderOptions.concise()));
  }

  /** A list of whole numbers. */
  public List<Integer> wholes(String key, int least, int most) {
    String mustBe = "a list of whole numbers, each %d to %d".formatted(least, most);
    return value(
            key,
            (c, path) -> c.getStringList(path).stream().map(SettingsReader::parseWhole).toList(),
            values -> values.stream().allMatch(v -> v >= least && v <= most),
            mustBe)
        .stream()
        .map(Long::intValue)
        .toList();
  }

  /** A list of at least one seed. */
  public List<Long> seeds(String key) {
    return value(
        key,
        (c, path) -> c.getStringList(path).stream().map(SettingsReader::parseWhole).toList(),
        values -> !values.isEmpty(),
        "a list of at least one whole number");
  }

  /** A list of numbers. */
  public List<Double> numbers(String key) {
    return value(key, Config::getDoubleList, v -> true, "a list of numbers");
  }

  /** A path of any Hadoop file system, see {@link UserPath}. */
  public Path path(String key) {
    return parsed(key, UserPath::of);
  }

  /** A folder of this machine's file system. */
  public java.nio.file.Path folder(String key) {
    return parsed(key, UserPath::folder);
  }

  /** A folder of this machine's file system; empty if the text is blank. */
  public Optional<java.nio.file.Path> optionalFolder(String key) {
    return optional(key).isEmpty() ? Optional.empty() : Optional.of(folder(key));
  }

  private <T> T value(
      String key, BiFunction<Config, String, T> get, Predicate<T> good, String mustBe) {
    String path = prefix + key;
    try {
      T value = get.apply(config, path);
      if (good.test(value)) {
        return value;
      }
      problems.add(problem(path, mustBe));
    } catch (UsageException | InvalidPathException e) {
      problems.add("%s: '%s': %s".formatted(Settings.where(config, path), path, e.getMessage()));
    } catch (ConfigException | ArithmeticException | IllegalArgumentException e) {
      problems.add(problem(path, mustBe));
    }
    if (!DEFAULTS.hasPath(path)) {
      // A key of the user's own in an open section: nothing can stand in for its value.
      throw new UsageException(problems.remove(problems.size() - 1));
    }
    return get.apply(DEFAULTS, path);
  }

  private String problem(String path, String mustBe) {
    return "%s: '%s' is %s; it must be %s"
        .formatted(
            Settings.where(config, path),
            path,
            config.hasPath(path)
                ? config.getValue(path).render(ConfigRenderOptions.concise())
                : "missing",
            mustBe);
  }
}
