/**
 * What Caffe's solver does to a gradient before it reaches the weights. The names of these classes
 * are written into saved models.
 */
package io.agegender.network.update;
