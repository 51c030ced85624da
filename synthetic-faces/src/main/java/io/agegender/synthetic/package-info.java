// SPDX-License-Identifier: Apache-2.0
/**
 * Generates an Adience-shaped tree of synthetic faces, so that every job can be run without the
 * real pictures. The product finds it through {@link io.agegender.adience.sample.SyntheticFaces}.
 *
 * <p>A {@link io.agegender.synthetic.people.Person} is what stays the same on all photos of a
 * subject; shot and camera ({@link io.agegender.synthetic.painting}) change from photo to photo.
 * All are functions of the seed and the row alone, so that any number of threads gives the same
 * bytes.
 */
package io.agegender.synthetic;
