// SPDX-License-Identifier: Apache-2.0
/** What all commands share: options, sessions, problems turned into exit codes. */
package io.agegender.jobs.cli.base;
