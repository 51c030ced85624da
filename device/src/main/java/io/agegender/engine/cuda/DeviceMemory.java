// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import io.agegender.engine.Memory;
import org.bytedeco.javacpp.Pointer;

/** Memory of a GPU. */
record DeviceMemory(Pointer pointer, long count) implements Memory {}
