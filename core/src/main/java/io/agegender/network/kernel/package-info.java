// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic of layers: oneDNN, ND4J operations, and Java on the memory of ND4J's arrays. No
 * layer of DL4J is known here.
 */
package io.agegender.network.kernel;
