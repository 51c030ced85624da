// SPDX-License-Identifier: Apache-2.0
/**
 * The one way to JSON: how it is written, and a reader that answers damage with the file, the field
 * and what to do.
 */
package io.agegender.foundation.json;
