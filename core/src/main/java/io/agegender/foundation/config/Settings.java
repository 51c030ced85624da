// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Loads and checks a configuration. */
public final class Settings {
  private static final String RESOURCE = "reference.conf";

  /** Keys that had other names once. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "start-weights",
          "'pretrained' (its default folder is 'pretrained', once 'startingpoint')",
          "nightly.start-weights",
          "'nightly.pretrained', and 'made-up' is 'random'",
          "nightly.trend.nights",
          "'nightly.trend.runs'");

  /** Values and characters that a configuration may expand to: substitutions can double. */
  private static final long LARGEST = 10_000_000;

  private Settings() {}

  /** The defaults alone. */
  public static Config defaults() {
    return unresolved().resolve();
  }

  private static Config unresolved() {
    return ConfigFactory.parseResources(Settings.class.getClassLoader(), RESOURCE);
  }

  /**
   * Lays a file and single settings over the defaults. Substitutions are resolved once, after all
   * layers: what {@code reference.conf} derives from a key follows the user's value of that key.
   *
   * @param file a HOCON file, or empty for none
   * @param overrides {@code key=value} texts, the later one wins; they win over the file
   * @return the effective configuration, resolved; it holds exactly the keys of {@code
   *     reference.conf} and those that a user added below an open (empty) section of it
   * @throws UsageException with every problem at once: a file or an include that is missing or does
   *     not parse, unknown keys, values of another type than the default
   */
  public static Config load(Optional<Path> file, List<String> overrides) {
    List<String> problems = new ArrayList<>();
    Config effective = ConfigFactory.empty();
    try {
      effective = merge(file, overrides, problems);
    } catch (ConfigException e) {
      problems.add(e.getMessage());
    } catch (StackOverflowError | OutOfMemoryError e) {
      problems.add(
          "%s: too deeply nested, or its substitutions expand to too much: %s"
              .formatted(file.map(Path::toString).orElse("--set"), e));
    }
    requireNone(problems);
    return effective;
  }

  private static Config merge(Optional<Path> file, List<String> overrides, List<String> problems) {
    Config user = file.map(f -> parseFile(f, problems)).orElse(ConfigFactory.empty());
    for (String override : overrides) {
      user = parseOverride(override, problems).withFallback(user);
    }
    Config effective = user.withFallback(unresolved()).resolve();
    if (size(effective.root(), new IdentityHashMap<>()) > LARGEST) {
      problems.add(
          "the substitutions of the configuration expand to more than %d values and characters"
              .formatted(LARGEST));
    } else {
      // The user's values once more, resolved, so that substitutions are checked by their type.
      check("", user.resolveWith(effective).root(), defaults().root(), problems);
    }
    return effective;
  }

  /** Counts what is shared as often as it is used, without walking it as often. */
  private static long size(ConfigValue value, Map<ConfigValue, Long> known) {
    Long before = known.get(value);
    if (before != null) {
      return before;
    }
    long size = 1;
    if (value instanceof ConfigObject object) {
      for (String key : object.keySet()) { // values() would hash each as often as it is used.
        size = Math.min(LARGEST + 1, size + size(object.get(key), known));
      }
    } else if (value instanceof ConfigList list) {
      for (ConfigValue inner : list) {
        size = Math.min(LARGEST + 1, size + size(inner, known));
      }
    } else if (value.unwrapped() instanceof String text) {
      size += text.length();
    }
    known.put(value, size);
    return size;
  }

  /**
   * @throws UsageException with all problems, if there are any
   */
  static void requireNone(List<String> problems) {
    if (problems.size() == 1) {
      throw new UsageException("configuration: " + problems.get(0));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(
          "configuration: %d problems%n  %s"
              .formatted(problems.size(), String.join(System.lineSeparator() + "  ", problems)));
    }
  }

  /**
   * The configuration as HOCON text with sorted keys and no comments; the same settings, the same
   * text. Secrets are stars.
   */
  public static String render(Config config) {
    return Secrets.hidden(config)
        .root()
        .render(
            ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false)
                .setFormatted(true));
  }

  /**
   * Where a value was set, for messages: {@code conf/my.conf:12}, {@code --set train.seed=1} or
   * {@code default}.
   */
  public static String where(Config config, String path) {
    return config.hasPath(path) ? where(config.getValue(path)) : "default";
  }

  private static String where(ConfigValue value) {
    if (value instanceof ConfigObject object && !object.isEmpty()) {
      // "--set a.b=1" makes a section that has no place of its own; its first value has one.
      return where(object.values().iterator().next());
    }
    ConfigOrigin origin = value.origin();
    if (origin.filename() != null) {
      return origin.filename() + ":" + origin.lineNumber();
    }
    return origin.description().startsWith("--set") ? origin.description() : "default";
  }

  private static Config parseFile(Path file, List<String> problems) {
    try {
      if (Files.isRegularFile(file)) {
        return StrictIncludes.parse(file).toConfig();
      }
      problems.add("%s: no such file; give --config the path of a HOCON file".formatted(file));
    } catch (ConfigException | UsageException e) {
      problems.add(e.getMessage());
    }
    return ConfigFactory.empty();
  }

  private static Config parseOverride(String override, List<String> problems) {
    int equals = override.indexOf('=');
    if (equals <= 0) {
      problems.add("--set %s: write it as key=value".formatted(Secrets.hidden(override)));
      return ConfigFactory.empty();
    }
    String key = override.substring(0, equals).strip();
    String text = override.substring(equals + 1).strip();
    ConfigOrigin origin = ConfigOriginFactory.newSimple("--set " + Secrets.hidden(override));
    try {
      return ConfigFactory.empty().withValue(key, parseValue(text).withOrigin(origin));
    } catch (ConfigException e) {
      problems.add("--set %s: %s".formatted(Secrets.hidden(override), e.getMessage()));
      return ConfigFactory.empty();
    }
  }

  /**
   * HOCON if it parses as such, else the text itself: paths and URLs need no quotes on a command
   * line.
   */
  private static ConfigValue parseValue(String text) {
    try {
      return ConfigFactory.parseString("v = " + text).getValue("v");
    } catch (ConfigException e) {
      return ConfigFactory.parseMap(Map.of("v", text)).getValue("v");
    }
  }

  private static void check(
      String prefix, ConfigObject user, ConfigObject defaults, List<String> problems) {
    for (Map.Entry<String, ConfigValue> entry : user.entrySet()) {
      String path = prefix + ConfigUtil.joinPath(entry.getKey());
      ConfigValue value = entry.getValue();
      ConfigValue known = defaults.get(entry.getKey());
      if (known == null) {
        problems.add(
            "%s: unknown key '%s'%s"
                .formatted(
                    where(value),
                    path,
                    RENAMED.containsKey(path)
                        ? ": its name is now " + RENAMED.get(path)
                        : Suggestion.didYouMean(path, paths(prefix, defaults))));
      } else if (known instanceof ConfigObject section) {
        if (!(value instanceof ConfigObject object)) {
          problems.add(
              "%s: '%s' is a section; set one of the keys in it".formatted(where(value), path));
        } else if (!section.isEmpty()) {
          check(path + ".", object, section, problems);
        }
      } else if (!sameType(value, known)) {
        problems.add(
            "%s: '%s' is %s, it must be %s such as %s"
                .formatted(
                    where(value),
                    path,
                    describe(value),
                    kind(known.valueType()),
                    known.render(ConfigRenderOptions.concise())));
      }
    }
  }

  private static boolean sameType(ConfigValue value, ConfigValue known) {
    if (value.valueType() == known.valueType()) {
      return true;
    }
    // Durations and sizes are texts such as "10 minutes"; a bare number is one, too, and on the
    // command line every word may be meant as a text.
    return known.valueType() == ConfigValueType.STRING
        && (value.valueType() == ConfigValueType.NUMBER
            || value.valueType() == ConfigValueType.BOOLEAN);
  }

  private static String describe(ConfigValue value) {
    return kind(value.valueType()) + " (" + value.render(ConfigRenderOptions.concise()) + ")";
  }

  private static String kind(ConfigValueType type) {
    return switch (type) {
      case OBJECT -> "a section";
      case LIST -> "a list";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case STRING -> "a text";
    };
  }

  private static Set<String> paths(String prefix, ConfigObject section) {
    Set<String> paths = new TreeSet<>();
    section.keySet().forEach(key -> paths.add(prefix + ConfigUtil.joinPath(key)));
    return paths;
  }
}
