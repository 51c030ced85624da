// SPDX-License-Identifier: Apache-2.0
/** Spark jobs that train, score, gather and reproduce, and the one command-line entry point. */
package io.agegender.jobs;
