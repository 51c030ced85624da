// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.MeanImage;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.spark.SlotShare;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.jobs.train.heap.HeapNeed;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.jobs.train.start.PretrainedSource;
import io.agegender.jobs.train.start.PretrainingLeak;
import io.agegender.network.Networks;
import io.agegender.run.MetricsLog;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunLog;
import io.agegender.run.RunName;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState;
import io.agegender.run.RunState.Phase;
import io.agegender.storage.Lease;
import io.agegender.training.SampleStream;
import io.agegender.training.Seeds;
import io.agegender.training.TrainingState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains one run, or resumes one that was stopped. */
public final class TrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);

  /** How long a driver on another machine may be silent before its run is taken over. */
  private static final Duration LEASE_TERM = Duration.ofSeconds(15);

  private final JavaSparkContext spark;
  private final Progress.Factory progress;
  private final PretrainedSource pretrained;
  private final SlotShare share;
  private final Consumer<MetricsLog.Row> eachRound;

  /**
   * @param start where runs may take their first weights from
   * @param progress shows how far the training is
   */
  public TrainJob(JavaSparkContext spark, PretrainedSettings start, Progress.Factory progress) {
    this(spark, start, progress, SlotShare.all(spark), row -> {});
  }

  /**
   * @param share the slots that its rounds compute on
   * @param eachRound is told of each round
   */
  public TrainJob(
      JavaSparkContext spark,
      PretrainedSettings start,
      Progress.Factory progress,
      SlotShare share,
      Consumer<MetricsLog.Row> eachRound) {
    this.spark = spark;
    this.share = share;
    this.eachRound = eachRound;
    this.progress = progress;
    this.pretrained = new PretrainedSource(start, spark.hadoopConfiguration());
  }

  /**
   * Looks whether the model that a run starts from is there, if it needs one.
   *
   * @throws UsageException if it is missing; the message says who published it
   */
  public void checkStart(RunName name) {
    Optional<String> unused = pretrained.sha256(name);
  }

  /**
   * Trains until the last iteration.
   *
   * @param dataset where the dataset is
   * @param runs the folder of all runs
   * @param asked settings of the run; its classes become those of the dataset
   * @param keep which checkpoints stay
   * @param effectiveConfiguration HOCON text that is kept beside the run
   * @throws UsageException if dataset and settings do not fit
   * @throws FailedException if it diverged, or could not be done
   * @throws io.agegender.jobs.spark.StoppedException if the process was asked to end
   */
  public TrainResult run(
      Path dataset, Path runs, RunSettings asked, Retention keep, String effectiveConfiguration) {
    StopRequest.check();
    Configuration hadoop = spark.hadoopConfiguration();
    Dataset data = Dataset.open(dataset, hadoop);
    RunSettings settings = asked.withClasses(data.classes(asked.name().target()));
    List<Sample> samples = trainingSamples(data, settings, dataset);
    String sha256 = data.manifest().sha256();
    Optional<String> start = pretrained.sha256(settings.name());
    String key = Provenance.key(settings, sha256, start, Engine.of(spark.getConf()));
    Optional<RunDirectory> known = RunDirectory.find(runs, settings, key, hadoop);
    Optional<RunState> before = known.flatMap(RunDirectory::state);
    if (before.isPresent() && before.get().phase() == Phase.FINISHED) {
      Optional<String> damage = known.get().damage(before.get().iteration());
      if (damage.isEmpty()) {
        LOG.info("{} is finished already: {}", settings.title(), known.get().path());
        return new TrainResult(known.get(), before.get(), settings.iterations());
      }
      LOG.warn(
          "{} was finished, but its result is damaged; it is trained again from the last checkpoint"
              + " that is whole: {}",
          settings.title(),
          damage.get());
    }
    if (before.isPresent() && before.get().phase() == Phase.DIVERGED) {
      throw new DivergedException(
          "%s (found in %s; remove that folder to try it again)"
              .formatted(before.get().message(), known.get().path()));
    }
    if (known.isEmpty()) {
      ofAnotherDataset(RunDirectory.sameFold(runs, settings, hadoop), settings, sha256)
          .forEach(LOG::warn);
    }
    HeapNeed.lacking(settings, spark.sc().isLocal(), Runtime.getRuntime().maxMemory())
        .ifPresent(LOG::warn);
    String title = share.title(settings.title());
    spark.setJobGroup(title, "training " + title, true);
    try {
      RunRecord record =
          new RunRecord(
              key, settings, dataset.toString(), sha256, provenance(data, settings.name(), start));
      PretrainingLeak.check(pretrained, data, settings, hadoop)
          .forEach(warning -> LOG.warn("{}: {}", settings.title(), warning));
      MeanImage mean = data.meanImage(settings.trainedOn(), settings.testFold());
      // First: whatever is written is the holder's.
      try (Lease lease = Lease.take(RunDirectory.place(runs, settings, key, hadoop), LEASE_TERM)) {
        RunDirectory directory = RunDirectory.create(runs, record, effectiveConfiguration, hadoop);
        directory.deleteStaleTemporaryFiles();
        directory.keepMean(mean);
        SampleStream stream =
            new SampleStream(samples, settings.seed(), settings.shuffle(), settings.mirror());
        return train(directory, record, stream, keep, lease);
      }
    } finally {
      spark.clearJobGroup();
    }
  }

  /**
   * @param now what this start is; the directory may be of an earlier one
   */
  private TrainResult train(
      RunDirectory directory, RunRecord now, SampleStream stream, Retention keep, Lease lease) {
    Engine engine = Engine.of(spark.getConf());
    String arithmetic =
        directory
            .run()
            .provenance()
            .getOrDefault(
                engine.isNd4j() ? Machine.INSTRUCTION_SET : Machine.ENGINE_DEVICE,
                WorkerContext.ANY);
    WorkerContext context =
        new WorkerContext(
            now.key(),
            now.settings(),
            now.dataset(),
            now.datasetSha256(),
            arithmetic,
            engine,
            new SerializableConfiguration(spark.hadoopConfiguration()));
    try (AveragingRounds rounds = new AveragingRounds(spark, context)) {
      RunLog log = directory.log(Instant.now());
      log.note("start of %s; %s".formatted(now.settings().title(), describe(directory, now)));
      return new Training(directory, lease, keep, log, share, eachRound)
          .run(
              rounds,
              engine.rounds(directory.run().settings()),
              stream,
              () -> start(directory),
              progress);
    }
  }

  private Map<String, String> provenance(Dataset data, RunName name, Optional<String> start) {
    Map<String, String> facts = new TreeMap<>(Provenance.collect(spark, data.manifest(), start));
    facts.putAll(pretrained.facts(name));
    return facts;
  }

  /** How the facts of this start differ from those of the first one. */
  private static String describe(RunDirectory directory, RunRecord now) {
    Map<String, String> first = directory.run().provenance();
    String facts =
        new TreeMap<>(now.provenance())
            .entrySet().stream()
                .filter(fact -> !fact.getValue().equals(first.get(fact.getKey())))
                .map(fact -> "\n  " + fact.getKey() + " = " + fact.getValue())
                .collect(Collectors.joining());
    return facts.isEmpty() ? "provenance as in run.json" : "differs from run.json:" + facts;
  }

  /** The fillers' weights, or those of a published model where its layers have the same names. */
  private TrainingState start(RunDirectory directory) {
    RunSettings settings = directory.run().settings();
    ComputationGraph network = filled(settings);
    try {
      pretrained
          .load(settings.name(), network)
          .ifPresent(
              report -> {
                LOG.info("{}: pretrained weights: {}", settings.title(), report.summary());
                directory.startReport(report + System.lineSeparator());
              });
      return TrainingState.of(network, 0);
    } finally {
      // Its native memory would stay until some garbage collection.
      network.close();
    }
  }

  /** The state of a network that its fillers have set. */
  static TrainingState initial(RunSettings settings) {
    return TrainingState.of(filled(settings), 0);
  }

  /** The network of a run as its fillers set it. */
  static ComputationGraph filled(RunSettings settings) {
    RunName name = settings.name();
    return Networks.create(
        name.architecture(),
        name.classes().count(),
        settings.solver(),
        Seeds.derive(settings.seed(), Seeds.Use.FILLER));
  }

  /** For whoever replaced the dataset and wonders why training begins anew: what is half done. */
  static List<String> ofAnotherDataset(
      List<RunDirectory> sameFold, RunSettings settings, String sha256) {
    List<String> found = new ArrayList<>();
    for (RunDirectory other : sameFold) {
      int done = other.state().map(RunState::iteration).orElse(0);
      if (!other.run().datasetSha256().equals(sha256)
          && other.run().settings().equals(settings)
          && done > 0
          && done < settings.iterations()) {
        found.add(
            ("%s begins anew. %s is at iteration %d of %d, but of another dataset: the manifest of %s had SHA-256"
                    + " %s, this one has %s. Restore that dataset to resume it, or remove its folder")
                .formatted(
                    settings.title(),
                    other.path(),
                    done,
                    settings.iterations(),
                    other.run().dataset(),
                    other.run().datasetSha256(),
                    sha256));
      }
    }
    return found;
  }

  private static List<Sample> trainingSamples(Dataset data, RunSettings settings, Path path) {
    Target target = settings.name().target();
    if (!data.folds().contains(settings.testFold())) {
      throw new UsageException(
          "the dataset %s has no test fold %d; it has %s"
              .formatted(path, settings.testFold(), data.folds()));
    }
    List<Sample> samples =
        data.split(target, settings.trainedOn(), settings.testFold(), Subset.TRAIN);
    long classes = samples.stream().map(Sample::label).distinct().count();
    if (classes < 2) {
      throw new UsageException(
          ("the training split of %s for test fold %d has %d samples of %d classes; at least two classes"
                  + " are needed")
              .formatted(settings.name(), settings.testFold(), samples.size(), classes));
    }
    return samples;
  }
}
