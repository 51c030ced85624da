// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.option;

import io.agegender.adience.Target;
import io.agegender.definitions.DefinitionFolder;
import io.agegender.foundation.config.UserPath;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A group: what is trained, a built-in configuration or a user's own. */
public final class NetworkChoice {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "NAME",
      description = "A configuration, such as age_net_definitions.")
  private String run;

  @ArgGroup(exclusive = false)
  private Definition definition;

  /** The options that belong together. */
  private static final class Definition {
    @Option(
        names = "--definition",
        required = true,
        paramLabel = "FOLDER",
        description = {
          "A folder with Caffe's train_val.prototxt and solver.prototxt, or one of each for each",
          "test fold. Network, batch, crop, mirror and solver are the folder's."
        })
    private String folder;

    @Option(
        names = "--target",
        paramLabel = "TARGET",
        description = "What its network predicts, age or gender (default: the folder's name).")
    private String target;
  }

  /**
   * The settings of its run by those of training; name and folder are read once, here.
   *
   * @throws io.agegender.foundation.error.UsageException if there is no such configuration, or the
   *     folder cannot be read
   */
  public Function<TrainSettings, RunSettings> settings(int testFold) {
    if (definition == null) {
      RunName name = RunName.parse(run);
      return settings -> settings.forRun(name, testFold);
    }
    DefinitionFolder folder = folder(definition.folder, definition.target);
    return settings -> settings.forDefinition(folder, testFold);
  }

  static DefinitionFolder folder(String folder, String target) {
    return DefinitionFolder.read(
        FileStore.of(UserPath.of(folder), FileSystemSettings.now()),
        Optional.ofNullable(target).map(Target::of));
  }
}
