// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventDisableTiming;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaHostAlloc;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamWaitEvent;

import io.agegender.engine.Inlet;
import io.agegender.engine.Memory;
import io.agegender.engine.cuda.machine.Cuda;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A pinned buffer and its copy on the device's second stream. Two events order it: the copy waits
 * for the last reader of the memory, the next reader for the copy.
 */
final class CudaInlet implements Inlet {
  private final CudaDevice device;
  private final DeviceMemory memory;
  private final long bytes;
  private final BytePointer pinned = new BytePointer((Pointer) null);
  private final ByteBuffer buffer;
  private final CUevent_st sent = new CUevent_st();
  private final CUevent_st released = new CUevent_st();
  private final Taken taken = new Taken();

  /**
   * @param bytes of the memory
   */
  CudaInlet(CudaDevice device, DeviceMemory memory, int bytes) {
    this.device = device;
    this.memory = memory;
    this.bytes = bytes;
    try {
      create(sent);
      create(released);
      Cuda.runtime(cudaHostAlloc(pinned, bytes, 0), "pinning %d bytes of memory".formatted(bytes));
      taken.add(() -> ok(cudaFreeHost(pinned)));
      this.buffer = pinned.capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
      // The memory is cleared on the other stream: no copy before that.
      release();
    } catch (RuntimeException e) {
      try (taken) {
        throw e;
      }
    }
  }

  @Override
  public ByteBuffer buffer() {
    return buffer;
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public void send() {
    ok(cudaStreamWaitEvent(device.copies(), released, 0));
    ok(cudaMemcpyAsync(memory.pointer(), pinned, bytes, cudaMemcpyHostToDevice, device.copies()));
    ok(cudaEventRecord(sent, device.copies()));
  }

  @Override
  public void receive() {
    ok(cudaStreamWaitEvent(device.stream(), sent, 0));
  }

  @Override
  public void release() {
    ok(cudaEventRecord(released, device.stream()));
  }

  /** An event that was never recorded has happened. */
  @Override
  public void awaitSent() {
    ok(cudaEventSynchronize(sent));
  }

  void close() {
    taken.close();
  }

  private void create(CUevent_st event) {
    ok(cudaEventCreateWithFlags(event, cudaEventDisableTiming));
    taken.add(() -> ok(cudaEventDestroy(event)));
  }

  private static void ok(int code) {
    Cuda.runtime(code, "copying to the GPU");
  }
}
