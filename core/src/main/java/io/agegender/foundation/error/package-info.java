// SPDX-License-Identifier: Apache-2.0
/**
 * The two kinds of failure whose message alone is enough for the user. Everything else that is
 * thrown is an internal error and is shown with its stack trace.
 */
package io.agegender.foundation.error;
