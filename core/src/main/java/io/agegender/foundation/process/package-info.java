// SPDX-License-Identifier: Apache-2.0
/** What the operating system knows of this process. */
package io.agegender.foundation.process;
