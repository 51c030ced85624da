// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

import io.agegender.engine.Primitives;
import io.agegender.engine.host.HostPrimitives;
import java.util.List;

/** Plain Java on this machine's processors: the reference, hundreds of times slower than a GPU. */
final class HostProvider implements DeviceProvider {
  static final String NAME = "host";

  @Override
  public String name() {
    return NAME;
  }

  /** All arithmetic is its one: sums in double. */
  @Override
  public EngineDevice open(DeviceRequest request) {
    return new Host();
  }

  private record Host() implements EngineDevice {
    @Override
    public String identity() {
      return "plain Java";
    }

    @Override
    public List<String> facts() {
      return List.of(
          "%s, %d processors".formatted(identity(), Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public long freeBytes() {
      Runtime runtime = Runtime.getRuntime();
      return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    @Override
    public Primitives primitives() {
      return new HostPrimitives();
    }

    @Override
    public void join() {
      // Each thread may use arrays.
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
