// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.sample;

/**
 * What was generated.
 *
 * @param rows rows in the five fold files, duplicates included
 * @param faces different faces (user, subject, photo)
 * @param subjects different subjects
 * @param pictures JPEG files, two for each face
 * @param bytes size of all pictures
 */
public record SampleResult(int rows, int faces, int subjects, int pictures, long bytes) {}
