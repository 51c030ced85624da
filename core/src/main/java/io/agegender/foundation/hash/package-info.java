/** SHA-256, the fingerprint of files, settings and parameters. */
package io.agegender.foundation.hash;
