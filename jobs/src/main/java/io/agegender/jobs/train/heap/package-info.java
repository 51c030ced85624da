// SPDX-License-Identifier: Apache-2.0
/** How much Java heap a training needs, and the option that gives it. */
package io.agegender.jobs.train.heap;
