/** Spark jobs that make, import and check datasets. */
package io.agegender.prepare;
