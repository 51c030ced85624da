// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.people;

import io.agegender.report.CellKey;
import java.util.List;

/**
 * What is told of one configuration on its test faces.
 *
 * @param cell which
 * @param faces predictions over all scored folds
 * @param calibration of them
 * @param groups by gender for age, by age for gender; empty if the dataset cannot be read
 * @param examples of right and wrong faces of each class
 */
public record Insight(
    CellKey cell,
    long faces,
    Calibration calibration,
    List<GroupFigure> groups,
    List<Example> examples) {}
