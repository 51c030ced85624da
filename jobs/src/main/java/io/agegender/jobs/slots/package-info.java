/** The slots of a cluster, seen from the driver: how many there are and whose turn it is. */
package io.agegender.jobs.slots;
