// SPDX-License-Identifier: Apache-2.0
/**
 * A network as data becomes a plan: steps, blobs, and where each weight and bias lies in the flat
 * vector of parameters, which is DL4J's.
 */
package io.agegender.engine.plan;
