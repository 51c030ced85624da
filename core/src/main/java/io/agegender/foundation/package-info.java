// SPDX-License-Identifier: Apache-2.0
/** What every other package may use: errors, settings, progress, what this build is. */
package io.agegender.foundation;
