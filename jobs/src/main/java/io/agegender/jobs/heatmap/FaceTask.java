// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.heatmap;

import io.agegender.heatmap.FaceExplainer;
import java.io.Serializable;

/**
 * A face of a task.
 *
 * @param record of a picture; empty for a face of the dataset
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FaceTask(FaceExplainer.Subject subject, byte[] record) implements Serializable {}
