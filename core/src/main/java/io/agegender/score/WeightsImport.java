// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.LoadReport;
import io.agegender.caffe.LoadReport.Outcome;
import io.agegender.caffe.PretrainedWeights;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.image.MeanImage;
import io.agegender.network.Networks;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState;
import io.agegender.run.RunState.Phase;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Turns a model that Caffe trained into a finished run, so that everything that is done with a run
 * can be done with it: scores, report, predictions, heat maps.
 *
 * @param weights the {@code .caffemodel} file; its iteration is read from a name such as {@code
 *     caffenet_train_iter_50000.caffemodel}
 * @param mean the {@code .binaryproto} of the mean image that it was trained with
 */
public record WeightsImport(Path weights, Path mean) {
  private static final Pattern ITERATION = Pattern.compile("_iter_([0-9]{1,9})\\.caffemodel$");
  private static final Retention KEEP_ONE = new Retention(1, 0);

  /**
   * Makes the run; one that was made of the same files is used again.
   *
   * @param runs the folder of all runs
   * @param settings what the run is said to be: configuration, test fold, schedule
   * @param dataset where the dataset is that it shall be scored on
   * @param datasetSha256 which dataset that is
   * @param effectiveConfiguration HOCON text that is kept beside the run
   * @throws UsageException if a file is missing or broken, the model is of another architecture or
   *     target, or the mean of another size
   * @throws FailedException if the run cannot be written
   */
  public RunDirectory into(
      Path runs,
      RunSettings settings,
      String dataset,
      String datasetSha256,
      String effectiveConfiguration,
      Configuration configuration) {
    MeanImage meanImage = BinaryProto.readMean(mean, configuration);
    String weightsSha256 = sha256(weights, configuration);
    RunRecord record =
        new RunRecord(
            key(settings, weightsSha256, sha256(mean, configuration), datasetSha256),
            settings,
            dataset,
            datasetSha256,
            Map.of("caffemodel", weights.toString(), "caffemodel-sha256", weightsSha256));
    Optional<RunDirectory> finished =
        RunDirectory.find(runs, settings, record.key(), configuration)
            .filter(WeightsImport::isFinished);
    if (finished.isPresent()) {
      return finished.get();
    }
    // First the weights: a file that is not a model leaves no run.
    FloatChunks parameters = parameters(settings, configuration);
    RunDirectory directory =
        RunDirectory.create(runs, record, effectiveConfiguration, configuration);
    int iteration = iteration(settings);
    FloatChunks still =
        new FloatChunks(parameters.chunks().stream().map(c -> new byte[c.length]).toList());
    directory.keepMean(meanImage);
    String sha256 =
        directory
            .checkpoints()
            .save(
                new TrainingState(iteration, parameters, still), OptionalDouble.empty(), KEEP_ONE);
    directory.update(new RunState(Phase.FINISHED, iteration, sha256, "", Instant.now()));
    return directory;
  }

  private static boolean isFinished(RunDirectory directory) {
    return directory.state().map(RunState::phase).filter(p -> p == Phase.FINISHED).isPresent();
  }

  private FloatChunks parameters(RunSettings settings, Configuration configuration) {
    ComputationGraph network =
        Networks.create(
            settings.name().architecture(),
            settings.name().classes().count(),
            settings.solver(),
            settings.seed());
    LoadReport report = load(settings, network, configuration);
    Set<String> auxiliary = settings.name().network().auxiliaryLayers();
    List<String> missing =
        report.with(Outcome.INITIALISED).stream()
            .map(LoadReport.Entry::layer)
            // Auxiliary heads have no part in predictions.
            .filter(layer -> !auxiliary.contains(layer))
            .toList();
    if (!missing.isEmpty()) {
      throw new UsageException(
          "%s: no trained model of %s: the layers %s are not in it"
              .formatted(weights, settings.name(), String.join(", ", missing)));
    }
    return FloatChunks.of(network.params());
  }

  private LoadReport load(
      RunSettings settings, ComputationGraph network, Configuration configuration) {
    try {
      return PretrainedWeights.load(
          weights, "Give --weights the path of a .caffemodel file", configuration, network);
    } catch (PretrainedWeights.Misfit e) {
      throw new UsageException(
          "cannot use it as %s (a model of another target or architecture has other shapes):%n%s"
              .formatted(settings.name(), e.getMessage()),
          e);
    }
  }

  private int iteration(RunSettings settings) {
    Matcher name = ITERATION.matcher(weights.getName());
    return name.find() ? Integer.parseInt(name.group(1)) : settings.iterations();
  }

  private static String key(RunSettings settings, String... hashes) {
    String text =
        String.format(
            Locale.ROOT,
            "caffemodel %s fold %d schedule %s %s",
            settings.name(),
            settings.testFold(),
            settings.schedule(),
            String.join(" ", hashes));
    return Sha256.of(text);
  }

  private static String sha256(Path file, Configuration configuration) {
    try (InputStream in = FileStore.open(file, configuration)) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw new UsageException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
