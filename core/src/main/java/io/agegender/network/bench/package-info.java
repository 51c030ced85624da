/** How long the networks take; {@code docs/benchmarks.md} has results. */
package io.agegender.network.bench;
