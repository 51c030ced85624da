// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.dataset.Verifier;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Manifest;
import io.agegender.foundation.progress.Progress;
import io.agegender.prepare.spark.Broadcasts;
import io.agegender.prepare.spark.Stages;
import io.agegender.storage.FileStore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Command {@code verify}: checks every byte of a dataset and names what is damaged. */
public final class VerifyJob {
  private VerifyJob() {}

  /** A shard with its rows of the index. */
  private record ShardCheck(Manifest.Shard shard, List<Face> faces) implements Serializable {}

  /**
   * Checks a dataset.
   *
   * @param spark a running session; shards are read by its executors
   * @param dataset the dataset's folder
   * @throws io.agegender.foundation.error.UsageException if there is no manifest, or one of another
   *     version
   * @throws io.agegender.foundation.error.FailedException if the manifest itself was changed
   */
  public static VerifyResult run(SparkSession spark, Path dataset, Progress.Factory progress) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    FileStore storage = FileStore.of(dataset, context.hadoopConfiguration());
    Verifier verifier = Verifier.of(storage);
    Manifest manifest = verifier.manifest();
    List<String> problems = new ArrayList<>();
    for (Manifest.Entry table : verifier.tables()) {
      problems.addAll(verifier.file(table));
    }
    problems.addAll(verifier.contents());
    problems.addAll(shards(context, storage, verifier, progress));
    long records = manifest.shards().stream().mapToLong(Manifest.Shard::records).sum();
    return new VerifyResult(1 + manifest.files().size(), records, List.copyOf(problems));
  }

  private static List<String> shards(
      JavaSparkContext context, FileStore storage, Verifier verifier, Progress.Factory progress) {
    Map<Integer, List<Face>> index = verifier.index();
    List<ShardCheck> checks = new ArrayList<>();
    for (Manifest.Shard shard : verifier.manifest().shards()) {
      checks.add(
          new ShardCheck(shard, new ArrayList<>(index.getOrDefault(shard.number(), List.of()))));
    }
    LongAccumulator done = context.sc().longAccumulator("shards");
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    // Rows of the index are too much for the description of a task.
    Broadcast<List<ShardCheck>> data = context.broadcast(checks);
    String root = storage.root().toString();
    try (Progress reporter = progress.start("verify", checks.size(), "shards")) {
      return Stages.await(
          "verify",
          context
              .parallelize(Stages.numbers(checks.size()), Math.max(1, checks.size()))
              .flatMap(
                  number -> {
                    ShardCheck check = data.value().get(number);
                    Configuration hadoop = conf.value().value();
                    Verifier local = Verifier.of(FileStore.of(new Path(root), hadoop));
                    List<String> found = local.shard(check.shard(), check.faces());
                    done.add(1);
                    return found.iterator();
                  })
              .collectAsync(),
          done,
          reporter);
    } finally {
      Broadcasts.destroy(data);
      Broadcasts.destroy(conf);
    }
  }
}
