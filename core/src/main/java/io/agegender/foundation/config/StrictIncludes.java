// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.agegender.foundation.error.UsageException;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code include} statements of one file. The library leaves out an include that it does not
 * find, and looks beside the file only if its name was given with a folder.
 */
final class StrictIncludes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {
  private final Path including;

  private StrictIncludes(Path including) {
    this.including = including;
  }

  /**
   * Parses a file with all that it includes.
   *
   * @throws UsageException if an include is not found; the message has its file and line
   * @throws ConfigException if the file or an included one does not parse
   */
  static ConfigObject parse(Path file) {
    return ConfigFactory.parseFile(file.toFile(), options(file)).root();
  }

  private static ConfigParseOptions options(Path file) {
    return ConfigParseOptions.defaults()
        .setAllowMissing(false)
        .setIncluder(new StrictIncludes(file));
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this; // The fallback is the library's own includer.
  }

  /** {@code include "name"}: beside the including file, else on the classpath. */
  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    for (String name : names(what)) {
      Path beside = including.resolveSibling(name);
      if (Files.isRegularFile(beside)) {
        return parse(beside);
      }
      if (Settings.class.getClassLoader().getResource(name) != null) {
        return includeResources(context, name);
      }
    }
    if (what.contains("://")) {
      return includeUrl(what);
    }
    throw missing(what, "it is looked for in the folder of the including file");
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    if (!what.isFile()) {
      throw missing(
          what.getPath(),
          "file(…) is looked for in the working directory; write include \"%s\" for a file beside"
                  .formatted(what.getPath())
              + " the including one");
    }
    return parse(what.toPath());
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    if (Settings.class.getClassLoader().getResource(what) == null) {
      throw missing(what, "the program has no such resource");
    }
    return ConfigFactory.parseResources(Settings.class.getClassLoader(), what, options(including))
        .root();
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return includeUrl(what.toString());
  }

  private ConfigObject includeUrl(String what) {
    try {
      return ConfigFactory.parseURL(new URL(what), options(including)).root();
    } catch (ConfigException.IO | MalformedURLException e) {
      throw missing(what, e.getMessage());
    }
  }

  private static List<String> names(String what) {
    return Stream.of("", ".conf", ".json", ".properties").map(what::concat).toList();
  }

  private UsageException missing(String what, String detail) {
    return new UsageException(
        "%s:%d: the included '%s' was not found; %s"
            .formatted(including, lineOf(what), what, detail));
  }

  /** The library does not tell an includer where the statement is. */
  private long lineOf(String what) {
    try {
      List<String> lines = Files.readAllLines(including);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("include") && lines.get(i).contains('"' + what + '"')) {
          return i + 1L;
        }
      }
      return 1;
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(including, e.getMessage()), e);
    }
  }
}
