// SPDX-License-Identifier: Apache-2.0
/** The engine's checks against DL4J's graph: the one place where both are known. */
package io.agegender.engine.graph;
