/**
 * Draws an Adience-shaped tree of made-up faces, so that every job can be run without the real
 * pictures.
 *
 * <p>A {@link io.agegender.synthetic.Person} is what stays the same on all photos of a subject, a
 * {@link io.agegender.synthetic.Shot} what changes from photo to photo, a {@link
 * io.agegender.synthetic.Camera} what differs between the aligned and the unaligned picture of the
 * same face. All three are functions of the seed and the row alone, so that any number of threads
 * draws the same bytes.
 */
package io.agegender.synthetic;
