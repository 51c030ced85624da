// SPDX-License-Identifier: Apache-2.0
/** SHA-256, the fingerprint of files, settings and parameters. */
package io.agegender.foundation.hash;
