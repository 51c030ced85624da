// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

/**
 * A subcommand of {@code agegender bench}. Benchmarks are in a jar beside the program's; {@link
 * java.util.ServiceLoader} finds them, so each needs a public constructor without parameters and a
 * line in {@code META-INF/services}.
 */
public abstract class BenchmarkCommand extends BaseCommand {}
