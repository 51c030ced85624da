// SPDX-License-Identifier: Apache-2.0
/**
 * Real Caffe 1.0 behind a command line: it runs the four networks as their prototxt says and writes
 * what comes out as NumPy files, so that tests in another JVM can compare. Layer facts stand here a
 * second time on purpose: the networks under test must not define what they are compared with.
 */
package io.agegender.caffe.reference;
