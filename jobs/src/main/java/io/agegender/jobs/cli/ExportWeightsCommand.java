// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.caffe.WeightsExport;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.option.RunOption;
import io.agegender.jobs.export.ExportWeightsJob;
import io.agegender.jobs.spark.FileSystemSettings;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender export-weights}. */
@Command(
    name = "export-weights",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a trained network for Caffe and the LRP Toolbox.",
      "It writes the weights as .caffemodel, the mean",
      "image as .binaryproto, the labels, and the run's deploy.prototxt, train_val.prototxt and",
      "solver.prototxt. The weights load by layer name, with the original's definitions, too."
    })
final class ExportWeightsCommand extends BaseCommand {
  @Mixin private RunOption run;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder that gets the files; files of the same names are replaced.")
  private String out;

  @Option(
      names = "--iteration",
      paramLabel = "N",
      description = "The checkpoint of this iteration (default: the newest).")
  private Integer iteration;

  @Override
  protected int run(Config config) {
    WeightsExport files =
        ExportWeightsJob.run(
            run.path(), Optional.ofNullable(iteration), path(out), FileSystemSettings.now());
    out()
        .printf(
            "weights: %s%nmean: %s%nlabels: %s%ndefinitions: deploy, train_val, solver (.prototxt)%n",
            files.weights(), files.mean(), files.labels());
    return Problems.DONE;
  }
}
