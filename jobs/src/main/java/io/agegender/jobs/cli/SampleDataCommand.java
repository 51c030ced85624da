// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.adience.sample.SampleResult;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.adience.sample.SyntheticFaces;
import io.agegender.caffe.PretrainedModel;
import io.agegender.caffe.RandomWeights;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.spark.FileSystemSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender sample-data}. */
@Command(
    name = "sample-data",
    mixinStandardHelpOptions = true,
    description =
        "Generates an Adience-shaped tree of synthetic faces, to try everything without the real ones.")
final class SampleDataCommand extends BaseCommand {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A folder that is not there yet.")
  private Path out;

  @Option(names = "--faces", paramLabel = "N", description = "How many faces (sample.faces).")
  private Integer faces;

  @Option(names = "--size", paramLabel = "PIXELS", description = "Their larger side (sample.size).")
  private Integer size;

  @Option(names = "--seed", paramLabel = "S", description = "Same seed, same bytes (seed).")
  private Long seed;

  @Option(
      names = "--folds",
      paramLabel = "DIR",
      description =
          "One synthetic face for each row of the fold files in this folder (sample.folds).")
  private Path folds;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "A folder for random weights under the names of the published models (1.3 GB), so that"
              + " finetuning and imdbwiki can be tried: pretrained.folder.")
  private String models;

  @Override
  protected List<Optional<String>> derivedSettings() {
    return List.of(
        setting("sample.faces", faces, number -> number),
        setting("sample.size", size, number -> number),
        setting("seed", seed, number -> number),
        setting("sample.folds", folds, folder -> folder));
  }

  @Override
  protected int run(Config config) {
    SampleResult result =
        SyntheticFaces.load()
            .generate(SettingsReader.read(config, SampleSettings::read), out, progress());
    out()
        .printf(
            "generated %d pictures of %d faces (%d subjects, %d rows, %.1f MB) in %s%n",
            result.pictures(),
            result.faces(),
            result.subjects(),
            result.rows(),
            result.bytes() / 1e6,
            out);
    if (models != null) {
      Configuration files = FileSystemSettings.now();
      for (PretrainedModel model : PretrainedModel.values()) {
        out()
            .println(
                "generated "
                    + RandomWeights.write(model, config.getLong("seed"), path(models), files));
      }
    }
    return Problems.DONE;
  }
}
