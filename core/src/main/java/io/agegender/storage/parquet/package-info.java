// SPDX-License-Identifier: Apache-2.0
/**
 * The one way to write and read a Parquet table: fixed encodings and footer, so that the same rows
 * give the same bytes.
 */
package io.agegender.storage.parquet;
