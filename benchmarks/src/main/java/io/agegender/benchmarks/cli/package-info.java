/** The subcommands of {@code agegender bench}. */
package io.agegender.benchmarks.cli;
