// SPDX-License-Identifier: Apache-2.0
/** What can be wrong with a picture: reason codes, flags, and the limits on its size. */
package io.agegender.image.verdict;
