// SPDX-License-Identifier: Apache-2.0
/** Options that several commands have: picocli's mixins and groups. */
package io.agegender.jobs.cli.option;
