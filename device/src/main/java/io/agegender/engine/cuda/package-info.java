// SPDX-License-Identifier: Apache-2.0
/**
 * The engine's operations on an NVIDIA GPU: cuDNN's convolutions, cuBLAS's products, our kernels.
 * It needs JavaCPP and its CUDA preset, and neither Spark nor ND4J.
 */
package io.agegender.engine.cuda;
