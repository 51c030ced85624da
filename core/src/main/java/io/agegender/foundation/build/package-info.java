// SPDX-License-Identifier: Apache-2.0
/** What this build is: version, commit, and the libraries that it was built with. */
package io.agegender.foundation.build;
