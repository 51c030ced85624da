// SPDX-License-Identifier: Apache-2.0
/**
 * Settings: every default stands in {@code reference.conf} with a comment and a unit; a user's file
 * and {@code --set} lay values over it. Unknown keys and values of the wrong type are errors, all
 * reported at once with file and line.
 */
package io.agegender.foundation.config;
