// SPDX-License-Identifier: Apache-2.0
/** Training steps on the device engine: faces are fed while the device computes. */
package io.agegender.training.device;
