// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the build wrote into the jar: commit, versions, ND4J's backend and classifier. */
public final class Build {
  private Build() {}

  /** The facts by name, such as {@code git.commit.id.full}; a build outside git has no commit. */
  public static SortedMap<String, String> facts() {
    Properties properties = new Properties();
    for (String resource : new String[] {"build.properties", "git.properties"}) {
      try (InputStream stream = Build.class.getResourceAsStream(resource)) {
        if (stream != null) {
          properties.load(stream);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the jar is damaged: " + resource, e);
      }
    }
    SortedMap<String, String> facts = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> facts.put(name, properties.getProperty(name)));
    return facts;
  }

  /**
   * The program as the files that it makes name it: version and, if the build knows it, commit; one
   * that was built from changed files says so.
   */
  public static String program() {
    SortedMap<String, String> facts = facts();
    String commit = facts.getOrDefault("git.commit.id.full", "");
    return "agegender "
        + facts.getOrDefault("agegender", "development")
        + (commit.isEmpty()
            ? ""
            : " (commit %s%s)"
                .formatted(commit, "true".equals(facts.get("git.dirty")) ? ", changed" : ""));
  }
}
