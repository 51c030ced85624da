// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Target;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.NetworkDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read as the same. */
class NetWriterTest {
  static Stream<NetworkDefinition> networks() {
    List<NetworkDefinition> networks = new ArrayList<>();
    for (Architecture architecture : Architecture.values()) {
      for (Target target : Target.values()) {
        networks.add(architecture.definition(target.classes()));
      }
    }
    OwnDefinitions.NAMES.forEach(name -> networks.add(OwnDefinitions.net(name).network()));
    return networks.stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkIsReadAsItWasWritten(NetworkDefinition network) {
    int size = network.input().size();
    DataLayer train = new DataLayer(7, size, true, "a \"train\" lmdb", "mean\n.binaryproto");
    Optional<DataLayer> test = Optional.of(new DataLayer(3, size, false, "test", "mean"));
    NetFile read =
        NetReader.training(
            "train_val.prototxt",
            bytes(NetWriter.training(network, train, test)),
            OptionalInt.empty());
    assertThat(read.network()).isEqualTo(network);
    assertThat(read.train()).contains(train);
    assertThat(read.test()).isEqualTo(test);
    NetFile deploy =
        NetReader.deploy("deploy.prototxt", bytes(NetWriter.deploy(network)), OptionalInt.empty());
    assertThat(deploy.network()).isEqualTo(DeployNetwork.of(network));
    assertThat(deploy.withoutMeaning()).isEmpty();
  }

  @Test
  void aSolverIsReadAsItWasWritten() {
    for (String name : OwnDefinitions.NAMES) {
      SolverDefinition solver = OwnDefinitions.solver(name);
      SolverDefinition read =
          SolverReader.read("solver.prototxt", bytes(SolverWriter.write(solver, "snapshot")));
      assertThat(read)
          .isEqualTo(
              new SolverDefinition(
                  solver.net(),
                  solver.solver(),
                  solver.iterations(),
                  solver.snapshotInterval(),
                  List.of("display", "snapshot_prefix")));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
