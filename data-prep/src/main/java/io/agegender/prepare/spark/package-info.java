// SPDX-License-Identifier: Apache-2.0
/** What all Spark jobs do alike. */
package io.agegender.prepare.spark;
