// SPDX-License-Identifier: Apache-2.0
/**
 * What a sweep will need and take, before it starts: memory, disk, traffic and time of each run,
 * the options to start it with, and the reasons why it cannot fit.
 */
package io.agegender.jobs.sweep.plan;
