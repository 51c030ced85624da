// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.people;

/**
 * A face that a network is right or wrong about.
 *
 * @param right whether the prediction is the truth
 * @param truth the label
 * @param predicted the label that was predicted
 * @param probability of the predicted class, 0 to 1
 * @param png a small picture with a caption
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Example(
    boolean right, String truth, String predicted, double probability, byte[] png) {}
