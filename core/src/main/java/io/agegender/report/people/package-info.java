// SPDX-License-Identifier: Apache-2.0
/**
 * What a report says to people besides the published table: whether probabilities can be believed,
 * for whom a model is right, faces that it is right and wrong about, and faces of other datasets.
 */
package io.agegender.report.people;
