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
    Fuzz.of(
            "lease",
            Json.ofRecord(new LeaseHolder("owner", LeaseHolder.Place.here(), 3, false, false)))
        .run(
            1500,
            file -> {
              Optional<LeaseHolder> holder = LeaseHolder.read(file);
              if (holder.isPresent() && holder.get().place().isInSight()) {
                boolean unused = holder.get().place().isAlive();
              }
            });
  }
}
