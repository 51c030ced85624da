// SPDX-License-Identifier: Apache-2.0
/** One class that must lie in ND4J's package, under the name that DL4J asks for. */
package org.nd4j.nativeblas;
