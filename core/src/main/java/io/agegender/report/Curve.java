// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.run.RunName;
import java.util.List;

/**
 * How one run learnt.
 *
 * @param run the configuration
 * @param testFold the fold that was left out
 * @param points by iteration, ascending
 */
public record Curve(RunName run, int testFold, List<CurvePoint> points) {
  public Curve {
    points = List.copyOf(points);
  }
}
