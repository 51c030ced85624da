/**
 * CPU or GPU: what the user asked for, what Spark assigned, what ND4J can use; and no silent way
 * from one to the other.
 */
package io.agegender.jobs.device;
