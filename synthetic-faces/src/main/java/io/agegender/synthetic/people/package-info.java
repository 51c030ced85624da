// SPDX-License-Identifier: Apache-2.0
/**
 * Whom a synthetic face shows: subject, labels, and how age and sex show in traits, head, hair and
 * colours; streams of random numbers that depend on nothing but the seed and their purpose.
 */
package io.agegender.synthetic.people;
