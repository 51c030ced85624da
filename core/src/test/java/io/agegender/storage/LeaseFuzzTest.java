// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.json.Json;
import io.agegender.testing.Fuzz;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Damaged leases: a holder or none. */
class LeaseFuzzTest {
  @Test
  void holders() throws Exception {
    Fuzz.of("lease", Json.ofRecord(Lease.Holder.self("owner", 3)))
        .run(
            1500,
            file -> {
              Optional<Lease.Holder> holder = Lease.Holder.read(file);
              if (holder.isPresent() && holder.get().isOnThisMachine()) {
                boolean unused = holder.get().isAlive();
              }
            });
  }
}
