// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.device;

import com.typesafe.config.Config;
import io.agegender.engine.check.DeviceSelfTest;
import io.agegender.engine.graph.GraphOutcome;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.network.definition.Architecture;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agegender check-device}. */
@Command(
    name = "check-device",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the device engine with DL4J on this machine.",
      "A pass and three updates of each network. Exits with 0 if all is well, 1 if something differs, 2 if",
      "it cannot look."
    })
public final class CheckDeviceCommand extends BaseCommand {
  @Option(
      names = "--primitives",
      paramLabel = "KIND",
      description = "What computes: host, plain Java (default: ${DEFAULT-VALUE}).")
  private String primitives = "host";

  @Parameters(
      arity = "0..*",
      paramLabel = "NETWORK",
      description = "Such as net_definitions; all four by default.")
  private List<String> networks = List.of();

  @Override
  protected int run(Config config) {
    if (!primitives.equals("host")) {
      throw new UsageException(
          "--primitives is '%s': this command knows host; the package of submit/package-check-device looks at GPUs"
              .formatted(primitives));
    }
    List<Architecture> chosen =
        networks.isEmpty()
            ? Architecture.values()
            : networks.stream().map(Architecture::of).toList();
    DeviceSelfTest test = new DeviceSelfTest(HostPrimitives::new, out()::println);
    for (Architecture architecture : chosen) {
      test.network(architecture, GraphOutcome::of);
      out().flush();
    }
    if (test.failures() > 0) {
      throw new FailedException(
          "%d comparisons differ by more than is permitted; they are marked FAIL above"
              .formatted(test.failures()));
    }
    return Problems.DONE;
  }
}
