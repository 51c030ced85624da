// SPDX-License-Identifier: Apache-2.0
/** Spark jobs that make, import and check datasets. */
package io.agegender.prepare;
