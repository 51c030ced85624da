// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.heatmap;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What became of a request.
 *
 * @param page the sheet
 * @param made faces (times networks) whose maps were made
 * @param kept faces (times networks) that had been explained before
 * @param failures a line for each that could not be explained
 * @param lines figures for people
 */
public record HeatmapResult(
    Path page, int made, int kept, List<String> failures, List<String> lines) {}
