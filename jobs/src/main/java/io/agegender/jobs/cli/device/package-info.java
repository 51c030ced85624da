// SPDX-License-Identifier: Apache-2.0
/** The command that checks the engine on this machine. */
package io.agegender.jobs.cli.device;
