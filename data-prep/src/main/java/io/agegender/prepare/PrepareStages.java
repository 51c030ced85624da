// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.dataset.FaceReader;
import io.agegender.dataset.build.DatasetBuilder;
import io.agegender.dataset.build.DatasetBuilder.MeanOf;
import io.agegender.dataset.format.Manifest;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.MeanImage;
import io.agegender.image.MeanSum;
import io.agegender.image.PictureRules;
import io.agegender.prepare.spark.Broadcasts;
import io.agegender.prepare.spark.Stages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** The two stages of the preparation that run on executors. */
final class PrepareStages {
  private final JavaSparkContext spark;
  private final String raw;
  private final String out;
  private final PrepareSettings settings;
  private final Progress.Factory progress;

  PrepareStages(
      SparkSession spark,
      String raw,
      String out,
      PrepareSettings settings,
      Progress.Factory progress) {
    this.spark = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.raw = raw;
    this.out = out;
    this.settings = settings;
    this.progress = progress;
  }

  /** Makes the shards; the outcomes are in the order of the plans. */
  List<ShardTask.Outcome> shards(List<ShardPlan> plans) {
    long pictures = plans.stream().mapToLong(p -> p.candidates().size()).sum();
    LongAccumulator done = spark.sc().longAccumulator("pictures");
    Broadcast<SerializableConfiguration> conf = broadcastConf();
    String rawRoot = raw;
    String outRoot = out;
    PictureRules rules = settings.pictures();
    // Names of pictures are too much for the description of a task.
    Broadcast<List<ShardPlan>> data = spark.broadcast(plans);
    JavaRDD<ShardTask.Outcome> outcomes =
        spark
            .parallelize(Stages.numbers(plans.size()), partitions(plans.size()))
            .mapPartitions(
                part -> {
                  ShardTask task = new ShardTask(rawRoot, outRoot, rules, conf.value().value());
                  List<ShardTask.Outcome> results = new ArrayList<>();
                  while (part.hasNext()) {
                    ShardPlan plan = data.value().get(part.next());
                    results.add(task.run(plan));
                    done.add(plan.candidates().size());
                  }
                  return results.iterator();
                });
    try (Progress reporter = progress.start("prepare", pictures, "pictures")) {
      return Stages.await("prepare", outcomes.collectAsync(), done, reporter);
    } finally {
      Broadcasts.destroy(data);
      Broadcasts.destroy(conf);
    }
  }

  /** The pictures that are not what a dataset was made of, with the reason. */
  List<String> changed(List<PictureCheck.Known> known) {
    LongAccumulator done = spark.sc().longAccumulator("pictures");
    Broadcast<SerializableConfiguration> conf = broadcastConf();
    Broadcast<List<PictureCheck.Known>> data = spark.broadcast(known);
    String rawRoot = raw;
    PictureRules rules = settings.pictures();
    JavaRDD<String> changed =
        spark
            .parallelize(Stages.numbers(known.size()), Math.max(1, spark.defaultParallelism()))
            .mapPartitions(
                part -> {
                  PictureCheck check = new PictureCheck(rawRoot, rules, conf.value().value());
                  List<String> found = new ArrayList<>();
                  while (part.hasNext()) {
                    check.difference(data.value().get(part.next())).ifPresent(found::add);
                    done.add(1);
                  }
                  return found.iterator();
                });
    try (Progress reporter = progress.start("compare with the dataset", known.size(), "pictures")) {
      return Stages.await("prepare", changed.collectAsync(), done, reporter);
    } finally {
      Broadcasts.destroy(data);
      Broadcasts.destroy(conf);
    }
  }

  /** Sums the records of all training lists in one pass and divides. */
  Map<MeanOf, MeanImage> means(
      DatasetBuilder.Stored stored, List<DatasetBuilder.MeanList> lists, List<Integer> folds) {
    List<MeanTask.Weighted> faces =
        stored.faces().stream()
            .map(face -> new MeanTask.Weighted(face, MeanTask.noTimes()))
            .toList();
    for (DatasetBuilder.MeanList list : lists) {
      int position = MeanTask.list(list.of().alignment(), list.of().testFold());
      list.times().forEach((face, times) -> faces.get(face).times()[position] = times);
    }
    Map<Integer, List<MeanTask.Weighted>> byShard =
        faces.stream()
            .collect(
                Collectors.groupingBy(
                    w -> w.face().place().shard(), TreeMap::new, Collectors.toList()));
    // How often each face is in each list is too much for the description of a task.
    Broadcast<List<List<MeanTask.Weighted>>> data =
        spark.broadcast(new ArrayList<>(byShard.values()));
    LongAccumulator done = spark.sc().longAccumulator("records");
    Broadcast<SerializableConfiguration> conf = broadcastConf();
    String outRoot = out;
    List<Integer> foldIds = List.copyOf(folds);
    List<Manifest.Shard> known = new ArrayList<>(stored.shards());
    int partitions = Math.min(Math.max(1, byShard.size()), Math.max(1, spark.defaultParallelism()));
    JavaPairRDD<Integer, MeanSum> sums =
        spark
            .parallelize(Stages.numbers(byShard.size()), partitions)
            .mapPartitionsToPair(
                part -> {
                  Map<MeanTask.Key, MeanSum> partial = new HashMap<>();
                  try (FaceReader reader =
                      FaceReader.of(new Path(outRoot), conf.value().value(), known)) {
                    MeanTask task = new MeanTask(reader);
                    while (part.hasNext()) {
                      List<MeanTask.Weighted> shard = data.value().get(part.next());
                      partial = task.run(shard, foldIds);
                      done.add(shard.size());
                    }
                  }
                  return partial.entrySet().stream()
                      .map(e -> new Tuple2<>(e.getKey().number(), e.getValue()))
                      .iterator();
                })
            .reduceByKey(MeanSum::add);
    Map<MeanTask.Key, MeanSum> collected = new HashMap<>();
    try (Progress reporter = progress.start("mean images", faces.size(), "records")) {
      Stages.await("prepare", sums.collectAsync(), done, reporter)
          .forEach(t -> collected.put(MeanTask.Key.of(t._1()), t._2()));
    } finally {
      Broadcasts.destroy(data);
      Broadcasts.destroy(conf);
    }
    Map<MeanOf, MeanImage> means = new LinkedHashMap<>();
    for (DatasetBuilder.MeanList list : lists) {
      MeanOf of = list.of();
      means.put(of, MeanTask.total(collected, of.alignment(), of.testFold(), folds).mean());
    }
    return means;
  }

  private int partitions(int shards) {
    int wanted = settings.partitions() == 0 ? shards : settings.partitions();
    return Math.max(1, wanted);
  }

  private Broadcast<SerializableConfiguration> broadcastConf() {
    return spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
  }
}
