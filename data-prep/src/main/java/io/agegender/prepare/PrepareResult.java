// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

/**
 * What a preparation came to.
 *
 * @param rows rows of the fold files
 * @param faces stored records
 * @param rejected rows times alignments that could not be used
 * @param unlisted pictures that no row names
 * @param shardsWritten shards that were made
 * @param shardsKept shards of an earlier attempt that were found whole
 * @param accounting the accounting tables as text, several lines
 * @param identity SHA-256 of the manifest
 */
public record PrepareResult(
    long rows,
    long faces,
    long rejected,
    long unlisted,
    int shardsWritten,
    int shardsKept,
    String accounting,
    String identity) {}
