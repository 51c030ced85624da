// SPDX-License-Identifier: Apache-2.0
/** Making a dataset: accounting of every row, shards, and the manifest that is written last. */
package io.agegender.dataset.build;
