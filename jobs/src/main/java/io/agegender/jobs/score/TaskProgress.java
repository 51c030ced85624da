// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.score;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.spark.Success$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.JavaConverters;

/** Counts the tasks of one job group that end well; other jobs may run at the same time. */
final class TaskProgress extends SparkListener {
  private static final String GROUP = "spark.jobGroup.id";

  private final String group;
  private final IntConsumer report;
  private final Set<Object> stages = ConcurrentHashMap.newKeySet();
  private final AtomicInteger done = new AtomicInteger();

  private TaskProgress(String group, IntConsumer report) {
    this.group = group;
    this.report = report;
  }

  /**
   * Runs a job.
   *
   * @param group the job group that it runs in
   * @param report gets the number of tasks done
   */
  static <T> T watch(JavaSparkContext spark, String group, IntConsumer report, Supplier<T> job) {
    TaskProgress listener = new TaskProgress(group, report);
    spark.sc().addSparkListener(listener);
    try {
      return job.get();
    } finally {
      spark.sc().removeSparkListener(listener);
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (job.properties() != null && group.equals(job.properties().getProperty(GROUP))) {
      stages.addAll(JavaConverters.seqAsJavaList(job.stageIds()));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.reason() instanceof Success$ && stages.contains(task.stageId())) {
      report.accept(done.incrementAndGet());
    }
  }
}
