// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.reproduce;

import io.agegender.regression.Band;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/**
 * What is made again.
 *
 * @param run the run's folder
 * @param dataset where its dataset is now; empty: where it was
 * @param rounds how many of its first averaging rounds; empty: all that it has done
 * @param work an empty folder, or one that is not there yet, for the run made again
 * @param band what still counts as the same
 */
public record ReproduceRequest(
    Path run, Optional<Path> dataset, OptionalInt rounds, Path work, Band band) {}
