/**
 * The four networks of the comparison as DL4J ComputationGraphs with Caffe's meaning. This room
 * knows neither faces nor datasets: it takes arrays of shape (N, 3, S, S) and gives class
 * probabilities.
 */
package io.agegender.network;
