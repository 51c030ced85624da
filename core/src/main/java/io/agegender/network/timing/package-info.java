// SPDX-License-Identifier: Apache-2.0
/** How long a training step of a network takes on this machine: for plans and benchmarks. */
package io.agegender.network.timing;
