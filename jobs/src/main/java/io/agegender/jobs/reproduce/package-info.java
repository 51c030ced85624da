// SPDX-License-Identifier: Apache-2.0
/** Trains a run again from its record and compares the two. */
package io.agegender.jobs.reproduce;
