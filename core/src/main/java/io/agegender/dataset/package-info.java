// SPDX-License-Identifier: Apache-2.0
/**
 * Reading a dataset: open one, read faces by position, verify every checksum. The format is
 * described in {@code docs/dataset-format.md}.
 */
package io.agegender.dataset;
