/** Kernels in Java on the memory of ND4J's arrays: reading, writing, threads. */
package io.agegender.network.host;
