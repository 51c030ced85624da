// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers subjects and faces from 0 in order of first mention, over all predictions of one report.
 * A face is a subject on a photo, so that the aligned and the unaligned picture of it are the same
 * face and runs that were scored on either can be compared face by face. Thread-safe.
 */
public final class Names {
  private final Map<String, Integer> subjects = new HashMap<>();
  private final Map<Face, Integer> faces = new HashMap<>();

  synchronized int subject(String subject) {
    return subjects.computeIfAbsent(subject, s -> subjects.size());
  }

  synchronized int face(String subject, String photo) {
    return faces.computeIfAbsent(new Face(subject, photo), f -> faces.size());
  }

  private record Face(String subject, String photo) {}
}
