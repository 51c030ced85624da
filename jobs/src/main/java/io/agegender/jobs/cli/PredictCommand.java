// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.option.RunOption;
import io.agegender.jobs.spark.Device;
import io.agegender.jobs.spark.DeviceCheck;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.prepare.PrepareSettings;
import io.agegender.run.RunDirectory;
import io.agegender.score.CropMode;
import io.agegender.score.Predictor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agegender predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Predicts pictures outside the dataset with the newest snapshot of a run, a line each.",
      "A picture should hold one face, turned and cut as those that the run was trained on."
    })
final class PredictCommand extends BaseCommand {
  @Mixin private RunOption run;

  @Option(
      names = "--crop",
      defaultValue = "oversample",
      paramLabel = "MODE",
      description = "centre, corner or oversample (default: ${DEFAULT-VALUE}).")
  private String crop;

  @Option(names = "--json", description = "Print a JSON object for each picture.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "JPEG, PNG or GIF files.")
  private List<String> images;

  @Override
  protected int run(Config config) {
    Engine engine = SettingsReader.read(config, PredictCommand::engine);
    Configuration hadoop = FileSystemSettings.now();
    Predictor predictor =
        Predictor.of(
            RunDirectory.open(run.path(), hadoop),
            CropMode.of(crop),
            SettingsReader.read(config, PrepareSettings::read).pictures(),
            engine::forward,
            hadoop);
    int failures = 0;
    for (String image : images) {
      try {
        float[] probabilities = predictor.predict(path(image));
        out()
            .println(
                json
                    ? object(image, predictor, probabilities)
                    : line(image, predictor, probabilities));
      } catch (UsageException e) {
        failures++;
        out().println(json ? problem(image, e) : e.getMessage());
      }
    }
    if (failures == 0) {
      return Problems.DONE;
    }
    return failures == images.size() ? Problems.USAGE : Problems.PARTLY;
  }

  private static Engine engine(SettingsReader settings) {
    Device device = Device.read(settings);
    Engine engine = Engine.read(settings, device);
    DeviceCheck.requireHere(device, engine);
    return engine;
  }

  private static String line(String image, Predictor predictor, float[] probabilities) {
    List<String> labels = predictor.classes().labels();
    return IntStream.range(0, probabilities.length)
        .mapToObj(c -> String.format(Locale.ROOT, "%s %.4f", labels.get(c), probabilities[c]))
        .collect(
            Collectors.joining(", ", image + ": " + predictor.label(probabilities) + "  [", "]"));
  }

  private static String object(String image, Predictor predictor, float[] probabilities) {
    ObjectNode node = Json.object();
    node.put("image", image);
    node.put("target", predictor.classes().target().key());
    node.put("class", predictor.label(probabilities));
    ObjectNode all = node.putObject("probabilities");
    for (int c = 0; c < probabilities.length; c++) {
      all.put(predictor.classes().labels().get(c), probabilities[c]);
    }
    return Json.compact(node);
  }

  private static String problem(String image, UsageException e) {
    return Json.compact(Json.object().put("image", image).put("problem", e.getMessage()));
  }
}
