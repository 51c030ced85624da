// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import io.agegender.foundation.build.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return Build.facts().entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .toArray(String[]::new);
  }
}
