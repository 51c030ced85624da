// SPDX-License-Identifier: Apache-2.0
/** Scoring on Spark: crops of the test faces through a trained network, predictions as Parquet. */
package io.agegender.jobs.score;
