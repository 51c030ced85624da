// SPDX-License-Identifier: Apache-2.0
/** The subcommands of {@code agegender bench}. */
package io.agegender.benchmarks.cli;
