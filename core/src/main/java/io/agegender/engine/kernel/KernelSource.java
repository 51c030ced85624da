// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The text of the kernels: CUDA C++ that a C++ compiler takes, too. */
public final class KernelSource {
  private static final Pattern KERNEL = Pattern.compile("__global__ void (\\w+)\\(");

  private KernelSource() {}

  /** The whole file. */
  public static String text() {
    try (InputStream in = KernelSource.class.getResourceAsStream("kernels.cu")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read kernels.cu of this program's jar", e);
    }
  }

  /** Names of all kernels. */
  public static List<String> kernels() {
    return KERNEL.matcher(text()).results().map((MatchResult m) -> m.group(1)).toList();
  }
}
