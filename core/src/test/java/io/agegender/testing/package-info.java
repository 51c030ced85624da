/** What tests of several packages and modules share. */
package io.agegender.testing;
