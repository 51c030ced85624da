// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.people;

import java.util.List;

/**
 * What a report says to people besides its tables.
 *
 * @param insights by configuration
 * @param otherFaces runs on faces of other datasets
 * @param notes sentences on what could not be looked at
 */
public record People(
    List<Insight> insights, List<OtherFacesFigure> otherFaces, List<String> notes) {}
