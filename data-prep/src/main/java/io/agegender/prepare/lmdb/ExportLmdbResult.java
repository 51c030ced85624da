// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import java.util.List;

/**
 * What was written.
 *
 * @param lmdbs folders with {@code data.mdb}, relative to the output directory
 * @param empty folders of lists without entries, which were not written because Caffe refuses them
 * @param entries entries in all of them
 * @param means mean images, relative to the output directory
 */
public record ExportLmdbResult(
    List<String> lmdbs, List<String> empty, long entries, List<String> means) {}
