// SPDX-License-Identifier: Apache-2.0
/** Takes trained networks out of their runs, for other programs. */
package io.agegender.jobs.export;
