// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.device;

import com.typesafe.config.Config;
import io.agegender.engine.graph.GraphOutcome;
import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.training.device.check.CheckArguments;
import io.agegender.training.device.check.CheckArguments.Words;
import io.agegender.training.device.check.CheckRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agegender check-device}. */
@Command(
    name = "check-device",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the device engine on a GPU with plain Java, or plain Java with DL4J.",
      "Operations, a pass and three updates of each network; on a GPU, images/s too. Exits with 0"
          + " if all is",
      "well, 1 if something differs, 2 if it cannot look."
    })
public final class CheckDeviceCommand extends BaseCommand {
  @Option(
      names = "--primitives",
      paramLabel = "KIND",
      defaultValue = CheckArguments.CUDA,
      description =
          "cuda; host compares plain Java with DL4J, without a GPU (default: ${DEFAULT-VALUE}).")
  private String primitives;

  @Option(
      names = "--gpu",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Which GPU (default: ${DEFAULT-VALUE}).")
  private String gpu;

  @Option(
      names = "--libraries",
      paramLabel = "FOLDERS",
      defaultValue = "",
      description =
          "Where CUDA and cuDNN are, joined by colons, if not in a usual folder of this machine.")
  private String libraries;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "both",
      description = "age, gender or both (default: ${DEFAULT-VALUE}).")
  private String target;

  @Option(
      names = "--hashes",
      description = "Only the hashes of training steps, to compare processes and machines.")
  private boolean hashes;

  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description = "A network of a train_val.prototxt; may be repeated.")
  private List<Path> definitions = List.of();

  @Parameters(
      arity = "0..*",
      paramLabel = "NETWORK",
      description = "Such as net_definitions; all four without one and without a definition.")
  private List<String> networks = List.of();

  @Override
  protected int run(Config config) {
    CheckArguments arguments =
        CheckArguments.of(
            new Words(primitives, gpu, libraries, target, hashes, definitions, networks));
    int failures =
        new CheckRun(
                arguments,
                Optional.of(GraphOutcome::of),
                line -> {
                  out().println(line);
                  out().flush();
                })
            .failures();
    if (failures > 0) {
      throw new FailedException(
          "%d comparisons differ by more than is permitted; they are marked FAIL above"
              .formatted(failures));
    }
    out().println("all well");
    return Problems.DONE;
  }
}
