package io.agegender.jobs.score;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.spark.Success$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts the tasks that end well while one job runs. */
final class TaskProgress extends SparkListener {
  private final AtomicInteger done = new AtomicInteger();
  private final IntConsumer report;

  private TaskProgress(IntConsumer report) {
    this.report = report;
  }

  /**
   * Runs a job.
   *
   * @param report gets the number of tasks done
   */
  static <T> T watch(JavaSparkContext spark, IntConsumer report, Supplier<T> job) {
    TaskProgress listener = new TaskProgress(report);
    spark.sc().addSparkListener(listener);
    try {
      return job.get();
    } finally {
      spark.sc().removeSparkListener(listener);
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.reason() instanceof Success$) {
      report.accept(done.incrementAndGet());
    }
  }
}
