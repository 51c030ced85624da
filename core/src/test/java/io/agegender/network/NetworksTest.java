package io.agegender.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworksTest {
  private static final SolverSettings SOLVER = new SolverSettings(1e-3, 0.1, 10_000, 0.9, 5e-4);

  @Test
  void adienceNetHasThePublishedNumberOfParameters() {
    assertThat(Networks.create(Architecture.NET_DEFINITIONS, 8, SOLVER, 1).numParams())
        .isEqualTo(11_415_048);
    assertThat(Networks.create(Architecture.NET_DEFINITIONS, 2, SOLVER, 1).numParams())
        .isEqualTo(11_411_970);
  }
}
