// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: parses, loads the configuration, calls one job, and turns problems into exit
 * codes.
 */
package io.agegender.jobs.cli;
