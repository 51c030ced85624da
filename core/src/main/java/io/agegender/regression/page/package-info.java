// SPDX-License-Identifier: Apache-2.0
/** The folder of nightly runs and the page that shows them. */
package io.agegender.regression.page;
