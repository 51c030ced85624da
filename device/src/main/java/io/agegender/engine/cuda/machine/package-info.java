// SPDX-License-Identifier: Apache-2.0
/** CUDA on this machine: finding its libraries, opening a GPU, and what its result codes mean. */
package io.agegender.engine.cuda.machine;
