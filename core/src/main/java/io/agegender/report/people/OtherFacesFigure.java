// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.people;

import java.util.OptionalDouble;

/**
 * A run on faces of another dataset than it was trained on.
 *
 * @param run configuration and test fold
 * @param trainedOn the dataset that it was trained on
 * @param scoredOn which faces of which other dataset
 * @param crops the crop mode
 * @param faces that were scored
 * @param accuracy 0 to 1
 * @param oneOff 0 to 1; age only
 */
public record OtherFacesFigure(
    String run,
    String trainedOn,
    String scoredOn,
    String crops,
    long faces,
    double accuracy,
    OptionalDouble oneOff) {}
