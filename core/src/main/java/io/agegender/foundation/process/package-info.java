/** What the operating system knows of this process. */
package io.agegender.foundation.process;
