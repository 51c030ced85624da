// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.adience.Target;
import io.agegender.definitions.DefinedRun;
import io.agegender.definitions.DefinitionFolder;
import io.agegender.definitions.FolderText;
import io.agegender.definitions.OriginalLayout;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.run.Schedules;
import io.agegender.storage.FileStore;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender definitions}. */
@Command(
    name = "definitions",
    mixinStandardHelpOptions = true,
    description = {
      "Compares Caffe's definitions (.prototxt) with the built-in ones, or writes those.",
      "It says what each folder is and which built-in",
      "configuration it equals, or where it differs first. With --out it writes the built-in ones.",
      "Exit code 2 if a file is not understood or could not be trained; all problems are listed."
    })
final class DefinitionsCommand extends BaseCommand {
  /** One of two things to do. */
  static final class Action {
    @Option(
        names = "--check",
        required = true,
        paramLabel = "FOLDER",
        description = "A folder of definitions, or a folder of such folders, to read.")
    private String check;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = {
          "Where all 38 configurations x 5 folds are written in the original's layout, with the",
          "solvers of train.schedule."
        })
    private String out;
  }

  @ArgGroup(multiplicity = "1")
  private Action action;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "What --check's networks predict, age or gender (default: the folder's name).")
  private String target;

  @Override
  protected int run(Config config) {
    Schedules schedules = SettingsReader.read(config, Schedules::read);
    if (action.out != null) {
      FileStore store = FileStore.of(path(action.out), FileSystemSettings.now());
      int files = OriginalLayout.write(store, schedules, config.getString("train.schedule"));
      out().printf("%d files in %s%n", files, store.root());
      return Problems.DONE;
    }
    List<DefinitionFolder> folders =
        DefinitionFolder.readAll(
            FileStore.of(path(action.check), FileSystemSettings.now()),
            Optional.ofNullable(target).map(Target::of));
    boolean trainable = true;
    for (DefinitionFolder folder : folders) {
      List<String> obstacles = DefinedRun.obstacles(folder, schedules);
      FolderText.of(folder, obstacles, schedules).forEach(out()::println);
      trainable &= folder.problems().isEmpty() && obstacles.isEmpty();
    }
    return trainable ? Problems.DONE : Problems.USAGE;
  }
}
