// SPDX-License-Identifier: Apache-2.0
/** Writing on Hadoop file systems so that a reader sees a whole file or none. */
package io.agegender.storage;
