// SPDX-License-Identifier: Apache-2.0
/** The command that explains networks. */
package io.agegender.jobs.cli.explain;
