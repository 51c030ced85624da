// SPDX-License-Identifier: Apache-2.0
/** Split lists: how they are made of rows, and what they share. */
package io.agegender.adience.split;
