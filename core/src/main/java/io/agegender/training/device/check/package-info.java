// SPDX-License-Identifier: Apache-2.0
/** The check of a device: what is asked for, what is compared and measured, in which order. */
package io.agegender.training.device.check;
