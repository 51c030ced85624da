// SPDX-License-Identifier: Apache-2.0
/** The original's lists of training and test faces, in folders or archives, on any file system. */
package io.agegender.prepare.lists;
