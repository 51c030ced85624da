// SPDX-License-Identifier: Apache-2.0
/** Heat maps on Spark: a task explains a few faces of one network and writes their files. */
package io.agegender.jobs.heatmap;
