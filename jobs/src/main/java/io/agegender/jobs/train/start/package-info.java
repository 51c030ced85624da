// SPDX-License-Identifier: Apache-2.0
/** What runs start from: published models, or another run. */
package io.agegender.jobs.train.start;
