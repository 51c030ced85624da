// SPDX-License-Identifier: Apache-2.0
/** Drawings as SVG that are no larger than what they show. */
package io.agegender.foundation.svg;
