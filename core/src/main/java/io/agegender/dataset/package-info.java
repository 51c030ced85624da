/**
 * The dataset on disk: shards, index, split lists, mean images, rejects and manifest; how they are
 * written, read and verified. The format is described in {@code docs/dataset-format.md}.
 */
package io.agegender.dataset;
