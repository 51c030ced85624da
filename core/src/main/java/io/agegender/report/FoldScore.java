// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.score.metrics.Metrics;

/**
 * The figures of one snapshot on one test fold.
 *
 * @param iteration the snapshot
 * @param rows the metrics of every row; a face that is listed twice counts twice, as published
 * @param distinctFaces the metrics of distinct faces
 */
public record FoldScore(long iteration, Metrics rows, Metrics distinctFaces) {}
