/**
 * What lives in an executor's JVM from task to task: threads that compute, open datasets, thread
 * counts.
 */
package io.agegender.jobs.executor;
