// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.explain;

import com.typesafe.config.ConfigUtil;
import io.agegender.adience.Alignment;
import io.agegender.dataset.Dataset;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.heatmap.HeatmapSettings;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.cli.option.CaffeModel;
import io.agegender.jobs.cli.option.TestedFaces;
import io.agegender.jobs.heatmap.HeatmapJob;
import io.agegender.jobs.heatmap.HeatmapRequest;
import io.agegender.jobs.heatmap.HeatmapResult;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.prepare.PrepareSettings;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender heatmap}. */
@Command(
    name = "heatmap",
    mixinStandardHelpOptions = true,
    description = {
      "Draws which pixels speak for or against a class.",
      "Layer-wise relevance propagation for many faces and several runs side by side, on one page. Rules,",
      "colours, checks: section heatmap of the settings.",
      "Started again with the same --out, it makes only what is missing. See docs/heatmaps.md."
    })
public final class HeatmapCommand extends SparkCommand<HeatmapCommand.Request> {
  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "What the runs were trained on; its test faces are explained.")
  private String dataset;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "A run's own folder; may be given several times. With --weights the configuration's name.")
  private List<String> runs = List.of();

  @Option(
      names = "--definition",
      paramLabel = "FOLDER",
      description =
          "With --weights, instead of --run: the folder of Caffe's definitions that the model was"
              + " trained with; its name begins with age_ or gender_.")
  private String definition;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "A picture instead of the dataset's faces; may be given several times.")
  private List<String> pictures = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where page, maps, pictures and table go.")
  private String out;

  @Option(
      names = "--rule",
      paramLabel = "RULE,...",
      description = "One or several rules (default: heatmap.rule).")
  private String rule;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "predicted, true, all, a label or an index (default: heatmap.class).")
  private String explained;

  @Option(
      names = "--start",
      paramLabel = "VALUE",
      description = "logit, one or probability (default: heatmap.start).")
  private String start;

  @Option(
      names = "--faces",
      paramLabel = "N",
      description = "Faces of each true class, or all (default: heatmap.faces).")
  private String faces;

  @Option(
      names = "--face",
      paramLabel = "SUBJECT/PHOTO",
      description = "A single face of the list; may be given several times.")
  private List<String> named = List.of();

  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description = "centre or whole (default: heatmap.view).")
  private String view;

  @Mixin private TestedFaces tested;

  @Option(
      names = "--draw",
      paramLabel = "PART,...",
      description = "face, heat, overlay, contour: what is drawn (default: heatmap.draw).")
  private String draw;

  @Option(
      names = "--map",
      paramLabel = "COLOURS",
      description = "black-firered, seismic or blue-black-yellow (default: heatmap.map).")
  private String map;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      description = "face, or sheet: one scale for all maps of a rule (default: heatmap.scale).")
  private String scale;

  @Option(
      names = "--mean-maps",
      paramLabel = "on|off",
      description = "Mean maps of each class of aligned faces (default: heatmap.mean).")
  private String meanMaps;

  @Option(
      names = "--region",
      paramLabel = "PIXELS",
      description = "Side of a region that is replaced (default: heatmap.region).")
  private String region;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Regions that are replaced (default: heatmap.steps).")
  private String steps;

  @Option(
      names = "--fill",
      paramLabel = "FILL",
      description = "mean, black or blur: what replaces a region (default: heatmap.fill).")
  private String fill;

  @Option(names = "--perturb", description = "Compute perturbation curves (heatmap.perturb).")
  private Boolean perturb;

  @Option(
      names = "--randomise",
      description = "Compare with maps of random weights (heatmap.randomise).")
  private Boolean randomise;

  @Option(
      names = "--toolbox",
      paramLabel = "DIR",
      description = {
        "Write each map as the LRP Toolbox does, too, with the exported",
        "model and what the toolbox needs to make the same maps."
      })
  private String toolbox;

  @ArgGroup(exclusive = false, heading = CaffeModel.HEADING)
  private CaffeModel caffe;

  /**
   * What is explained and how.
   *
   * @param caffeRun the settings that stand for a model that Caffe trained
   */
  record Request(
      HeatmapSettings settings,
      HeatmapRequest request,
      PrepareSettings prepare,
      Optional<RunSettings> caffeRun,
      String effective) {}

  @Override
  protected List<Optional<String>> derivedSettings() {
    return List.of(
        setting("heatmap.rule", rule, HeatmapCommand::list),
        setting("heatmap.draw", draw, HeatmapCommand::list),
        setting("heatmap.map", map, ConfigUtil::quoteString),
        setting("heatmap.scale", scale, ConfigUtil::quoteString),
        setting("heatmap.mean", meanMaps, HeatmapCommand::onOff),
        setting("heatmap.region", region, HeatmapCommand::number),
        setting("heatmap.steps", steps, HeatmapCommand::number),
        setting("heatmap.fill", fill, ConfigUtil::quoteString),
        setting("heatmap.class", explained, ConfigUtil::quoteString),
        setting("heatmap.start", start, ConfigUtil::quoteString),
        setting("heatmap.faces", faces, ConfigUtil::quoteString),
        setting("heatmap.view", view, ConfigUtil::quoteString),
        setting("heatmap.perturb", perturb, flag -> flag),
        setting("heatmap.randomise", randomise, flag -> flag));
  }

  /** Texts with commas between them as a list. */
  private static String list(String texts) {
    return Arrays.stream(texts.split(","))
        .map(text -> ConfigUtil.quoteString(text.strip()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** A number as it is; what is not one as a text, so that the settings' reader says so. */
  private static String number(String text) {
    return text.matches("-?[0-9]{1,9}") ? text : ConfigUtil.quoteString(text);
  }

  private static String onOff(String text) {
    return switch (text) {
      case "on" -> "true";
      case "off" -> "false";
      default -> throw new UsageException("--mean-maps %s: use on or off".formatted(text));
    };
  }

  @Override
  protected Request settings(SettingsReader reader) {
    if ((dataset == null) == pictures.isEmpty()) {
      throw new UsageException(
          "give --dataset or --picture, one of the two: faces come from a dataset or from picture files");
    }
    requireNetworks();
    return new Request(
        HeatmapSettings.read(reader),
        request(),
        PrepareSettings.read(reader),
        Optional.ofNullable(caffe)
            .map(
                model ->
                    model.settings(
                        TrainSettings.read(reader),
                        runs.isEmpty() ? null : runs.get(0),
                        definition)),
        effective(reader));
  }

  private void requireNetworks() {
    if (caffe == null && definition != null) {
      throw new UsageException(
          "--definition %s: a folder of definitions has no weights; add --weights, --mean and --test-fold, or give the folder of a trained run as --run"
              .formatted(definition));
    }
    if (caffe == null && runs.isEmpty()) {
      throw new UsageException("give at least one --run, the folder of a trained run");
    }
    if (caffe != null && (runs.size() + (definition == null ? 0 : 1) != 1 || dataset == null)) {
      throw new UsageException(
          "--weights needs --dataset and either one --run, the configuration's name such as age_net_definitions, or --definition");
    }
  }

  private HeatmapRequest request() {
    ScoreRequest faces = tested.request();
    if (faces.alignment().filter(a -> a == Alignment.MIXED).isPresent()) {
      throw new UsageException(
          "--test-alignment mixed: every face would be there twice; use aligned or unaligned");
    }
    return new HeatmapRequest(
        Optional.ofNullable(dataset).map(BaseCommand::path),
        pictures.stream().map(BaseCommand::path).toList(),
        named,
        faces.snapshots(),
        faces.subset(),
        faces.alignment(),
        path(out),
        Optional.ofNullable(toolbox).map(BaseCommand::path));
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    Configuration hadoop = context.hadoopConfiguration();
    List<RunDirectory> directories =
        request
            .caffeRun
            .map(run -> List.of(imported(run, request.effective, hadoop)))
            .orElseGet(() -> runs.stream().map(r -> RunDirectory.open(path(r), hadoop)).toList());
    HeatmapResult result =
        new HeatmapJob(context, request.settings, request.prepare.pictures(), progress())
            .run(request.request, directories);
    return print(out(), result);
  }

  /** Prints what became of it and returns the exit code. */
  public static int print(PrintWriter out, HeatmapResult result) {
    result.lines().forEach(out::println);
    result.failures().forEach(failure -> out.println("not explained: " + failure));
    out.printf(
        "heat maps: %s (%d faces explained, %d were there)%n",
        result.page(), result.made(), result.kept());
    return result.failures().isEmpty() ? Problems.DONE : Problems.PARTLY;
  }

  /** The run that stands for the model has a folder beside the maps. */
  private RunDirectory imported(RunSettings run, String effective, Configuration hadoop) {
    Path place = path(out);
    return caffe.run(
        new Path(place.getParent(), place.getName() + "-runs"),
        run,
        Dataset.open(path(dataset), hadoop),
        effective,
        hadoop);
  }
}
