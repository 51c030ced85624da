// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

/**
 * Where Caffe takes the pictures of one phase from. The source and the mean's file are paths on the
 * machine of the one who wrote the definition: here a dataset takes their place.
 *
 * @param batch pictures in a minibatch, at least 1
 * @param size height and width of the crop in pixels, 1 to 256
 * @param mirror whether a crop is mirrored left to right with probability one half
 * @param source folder or file with the pictures; may be empty
 * @param meanFile file of the mean image; may be empty
 */
public record DataLayer(int batch, int size, boolean mirror, String source, String meanFile) {}
