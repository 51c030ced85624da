// SPDX-License-Identifier: Apache-2.0
/**
 * Caffe's files: reading and writing {@code .caffemodel} weights and {@code .binaryproto} mean
 * images, pretrained weights by layer name, and the export of trained networks. Files are streamed,
 * so that a model of half a gigabyte needs no such heap.
 */
package io.agegender.caffe;
