// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

/** What keeps a writer that was succeeded from what its successor writes. */
public interface Fence {
  /** The fence of a writer that no other can succeed. */
  Fence NONE =
      new Fence() {
        @Override
        public long epoch() {
          return 0;
        }

        @Override
        public void check() {}
      };

  /** Goes into the names of what the writer makes where files cannot be renamed in one step. */
  long epoch();

  /**
   * To be called right before whatever others see.
   *
   * @throws io.agegender.foundation.error.FailedException if the writer was succeeded
   */
  void check();
}
