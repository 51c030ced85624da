package io.agegender.jobs.train;

import io.agegender.adience.Target;
import io.agegender.caffe.StartFolder;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.Lease;
import io.agegender.dataset.Sample;
import io.agegender.dataset.Storage;
import io.agegender.dataset.Subset;
import io.agegender.jobs.slots.SlotShare;
import io.agegender.network.Networks;
import io.agegender.problem.FailedException;
import io.agegender.problem.UsageException;
import io.agegender.progress.Progress;
import io.agegender.run.Checkpoints;
import io.agegender.run.MetricsLog;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState;
import io.agegender.run.RunState.Phase;
import io.agegender.training.Rounds;
import io.agegender.training.SampleStream;
import io.agegender.training.Seeds;
import io.agegender.training.TrainingState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains one run, or goes on with one that was stopped. */
public final class TrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);

  /** How long a driver on another machine may be silent before its run is taken over. */
  private static final Duration LEASE_TERM = Duration.ofSeconds(30);

  private final JavaSparkContext spark;
  private final Progress.Factory progress;
  private final StartFolder startFolder;
  private final SlotShare share;
  private final Consumer<MetricsLog.Row> eachRound;

  /**
   * @param startModels the folder of the published models that finetuning and imdbwiki start from
   * @param progress shows how far the training is
   */
  public TrainJob(JavaSparkContext spark, Path startModels, Progress.Factory progress) {
    this(spark, startModels, progress, SlotShare.all(spark), row -> {});
  }

  /**
   * @param share the slots that its rounds compute on
   * @param eachRound is told of each round
   */
  public TrainJob(
      JavaSparkContext spark,
      Path startModels,
      Progress.Factory progress,
      SlotShare share,
      Consumer<MetricsLog.Row> eachRound) {
    this.spark = spark;
    this.share = share;
    this.eachRound = eachRound;
    this.progress = progress;
    this.startFolder = new StartFolder(startModels, spark.hadoopConfiguration());
  }

  /**
   * Looks whether the model that a run starts from is there, if it needs one.
   *
   * @throws UsageException if it is missing; the message says who published it
   */
  public void checkStart(RunName name) {
    Optional<String> unused = startFolder.sha256(name.initialisation(), name.architecture());
  }

  /**
   * Trains until the last iteration.
   *
   * @param dataset where the dataset is
   * @param runs the folder of all runs
   * @param settings of the run
   * @param keep checkpoints that stay
   * @param effectiveConfiguration HOCON text that is kept beside the run
   * @throws UsageException if dataset and settings do not fit
   * @throws FailedException if it diverged, or could not be done
   */
  public TrainResult run(
      Path dataset, Path runs, RunSettings settings, int keep, String effectiveConfiguration) {
    Configuration hadoop = spark.hadoopConfiguration();
    Dataset data = Dataset.open(dataset, hadoop);
    List<Sample> samples = trainingSamples(data, settings, dataset);
    String sha256 = data.manifest().sha256();
    Optional<String> start =
        startFolder.sha256(settings.name().initialisation(), settings.name().architecture());
    RunRecord record =
        new RunRecord(
            Provenance.key(settings, sha256, start),
            settings,
            dataset.toString(),
            sha256,
            Provenance.collect(spark.sc(), settings, start));
    RunDirectory directory = RunDirectory.create(runs, record, effectiveConfiguration, hadoop);
    directory.keepMean(data.meanImage(settings.trainedOn(), settings.testFold()));
    Optional<RunState> before = directory.state();
    if (before.isPresent() && before.get().phase() == Phase.FINISHED) {
      LOG.info("{} is finished already: {}", settings.title(), directory.path());
      return new TrainResult(directory, before.get(), settings.iterations());
    }
    if (before.isPresent() && before.get().phase() == Phase.DIVERGED) {
      throw new DivergedException(
          "%s (found in %s; remove that folder to try it again)"
              .formatted(before.get().message(), directory.path()));
    }
    spark.setJobGroup(settings.title(), "training " + settings.title(), true);
    AveragingRounds rounds =
        new AveragingRounds(
            spark, WorkerContext.of(record.key(), settings, dataset.toString(), sha256, hadoop));
    try (Lease lease = Lease.take(Storage.of(directory.path(), hadoop), LEASE_TERM)) {
      return train(
          lease,
          directory,
          rounds,
          new SampleStream(samples, settings.seed(), settings.shuffle()),
          keep);
    } finally {
      rounds.close();
      spark.clearJobGroup();
    }
  }

  private TrainResult train(
      Lease lease,
      RunDirectory directory,
      AveragingRounds averaging,
      SampleStream stream,
      int keep) {
    RunSettings settings = directory.run().settings();
    Checkpoints checkpoints = directory.checkpoints();
    TrainingState state = checkpoints.newest().orElseGet(() -> start(directory));
    int startedAt = state.iteration();
    List<MetricsLog.Row> metrics = new ArrayList<>(directory.metrics().read(startedAt));
    String hash = state.parameters().sha256();
    directory.update(new RunState(Phase.RUNNING, startedAt, hash, "", Instant.now()));
    Rounds rounds = settings.rounds();
    SlotShare.Turn turn = share.take();
    try (Progress bar = progress.start(settings.title(), settings.iterations(), "iterations")) {
      bar.at(startedAt, startedAt > 0 ? "going on from a checkpoint" : "");
      while (state.iteration() < settings.iterations()) {
        int first = state.iteration();
        long began = System.nanoTime();
        AveragingRounds.Outcome outcome =
            averaging.run(state, rounds.cut(stream, settings.seed(), first));
        double loss = requireFinite(outcome, first);
        state = outcome.state();
        int next = state.iteration();
        long images = rounds.samplesBefore(next) - rounds.samplesBefore(first);
        MetricsLog.Row row =
            new MetricsLog.Row(
                next,
                loss,
                settings.solver().learningRate(next - 1),
                images,
                (System.nanoTime() - began) / 1e9);
        metrics.add(row);
        eachRound.accept(row);
        bar.at(next, "loss %.4f, %.1f images/s".formatted(loss, row.images() / row.seconds()));
        if (next == settings.iterations()) {
          turn.giveBack(); // Others compute while the last checkpoint is written.
        }
        if (next == settings.iterations()
            || next / settings.checkpointEvery() > first / settings.checkpointEvery()) {
          lease.check();
          hash = checkpoints.save(state, keep);
          directory.metrics().write(metrics);
          directory.update(new RunState(Phase.RUNNING, next, hash, "", Instant.now()));
        }
      }
    } catch (DivergedException e) {
      throw ended(directory, Phase.DIVERGED, e);
    } catch (RuntimeException e) {
      throw ended(directory, Phase.FAILED, e);
    } finally {
      turn.giveBack();
    }
    RunState finished =
        new RunState(Phase.FINISHED, settings.iterations(), hash, "", Instant.now());
    directory.update(finished);
    LOG.info("{} finished, parameters sha256 {}", settings.title(), hash);
    return new TrainResult(directory, finished, startedAt);
  }

  /** Notes the end of a run that did not reach its last iteration; the last checkpoint stays. */
  private static RuntimeException ended(RunDirectory directory, Phase phase, RuntimeException e) {
    RunState last = directory.state().orElseThrow();
    directory.update(
        new RunState(
            phase,
            last.iteration(),
            last.parameterSha256(),
            String.valueOf(e.getMessage()),
            Instant.now()));
    return e;
  }

  private static double requireFinite(AveragingRounds.Outcome outcome, int first) {
    for (WorkerReport report : outcome.reports()) {
      for (int step = 0; step < report.losses().length; step++) {
        if (!Double.isFinite(report.losses()[step])) {
          throw new DivergedException(
              ("diverged: the loss of worker %d at iteration %d is %s; the last checkpoint is kept."
                      + " Lower train.base-learning-rate, or look for broken data")
                  .formatted(report.worker(), first + step, report.losses()[step]));
        }
      }
    }
    return outcome.reports().stream().mapToDouble(WorkerReport::meanLoss).average().orElseThrow();
  }

  /** The fillers' weights, or those of a published model where its layers have the same names. */
  private TrainingState start(RunDirectory directory) {
    RunSettings settings = directory.run().settings();
    ComputationGraph network = filled(settings);
    startFolder
        .load(settings.name().initialisation(), settings.name().architecture(), network)
        .ifPresent(
            report -> {
              LOG.info("{}: start weights: {}", settings.title(), report.summary());
              directory.startReport(report + System.lineSeparator());
            });
    return TrainingState.of(network, 0);
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
        name.target().classes(),
        settings.solver(),
        Seeds.derive(settings.seed(), Seeds.Use.FILLER));
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
