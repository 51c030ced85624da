/**
 * A night: what it made, the baseline that it is compared with, the history of nights, and the page
 * that shows it.
 */
package io.agegender.nightly;
