// SPDX-License-Identifier: Apache-2.0
/** How long work says how far it is: done of total, rate, time left. */
package io.agegender.foundation.progress;
