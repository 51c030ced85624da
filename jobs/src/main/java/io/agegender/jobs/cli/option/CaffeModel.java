// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.option;

import io.agegender.dataset.Dataset;
import io.agegender.foundation.config.UserPath;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.score.WeightsImport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** A group: a model that Caffe trained. */
public class CaffeModel {
  /** Above the group's options. */
  public static final String HEADING = "A model that Caffe trained:%n";

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "The .caffemodel file.")
  private String weights;

  @Option(
      names = "--mean",
      required = true,
      paramLabel = "FILE",
      description = "The .binaryproto of the mean image that it was trained with.")
  private String mean;

  @Option(
      names = "--test-fold",
      required = true,
      paramLabel = "K",
      description = "The fold that it was not trained on, 0 to 4.")
  private int testFold;

  /**
   * The run that stands for the model.
   *
   * @param runs the folder that it is made in
   * @param settings see {@link #settings}
   * @param data what the model was trained on; its classes are the model's
   * @param effective the configuration, which is kept beside the run
   */
  public final RunDirectory run(
      Path runs, RunSettings settings, Dataset data, String effective, Configuration hadoop) {
    return new WeightsImport(UserPath.of(weights), UserPath.of(mean))
        .into(
            runs,
            settings.withClasses(data.classes(settings.name().target())),
            data.root().toString(),
            data.manifest().sha256(),
            effective,
            hadoop);
  }

  /**
   * The settings of the run that stands for the model.
   *
   * @param name a configuration
   * @param definition a folder of definitions in its stead, or null
   */
  public final RunSettings settings(TrainSettings settings, String name, String definition) {
    return definition == null
        ? settings.forRun(RunName.parse(name), testFold)
        : settings.forDefinition(NetworkChoice.folder(definition, null), testFold);
  }
}
