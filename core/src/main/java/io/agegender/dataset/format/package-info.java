// SPDX-License-Identifier: Apache-2.0
/**
 * The files of a dataset and the values in them: manifest, index, split lists, rejects, mean
 * images, shards. Each format has one owner here that writes and reads the file.
 */
package io.agegender.dataset.format;
