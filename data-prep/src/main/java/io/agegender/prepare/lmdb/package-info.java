// SPDX-License-Identifier: Apache-2.0
/**
 * The original's LMDBs: read once to become a dataset, and written out of a dataset for Caffe.
 *
 * <p>Caffe's {@code convert_imageset} makes a folder with {@code data.mdb}: an unnamed database,
 * one entry per line of a list, key {@code %08d_<path>} (the line's number and picture), value a
 * protobuf message Datum. The original has one folder per alignment, test fold, target and list
 * ({@link io.agegender.prepare.lmdb.LmdbList}), so that each picture is in about 19 of them.
 */
package io.agegender.prepare.lmdb;
