// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.jobs.train.start.PretrainedSource;
import io.agegender.run.RunSettings;
import org.apache.spark.api.java.JavaSparkContext;

/** Says which run settings and data make, without starting it. */
public final class RunKeys {
  private final String datasetSha256;
  private final PretrainedSource pretrained;
  private final Engine engine;

  /**
   * @param datasetSha256 the dataset's identity
   * @param start where runs may take their first weights from
   */
  public RunKeys(String datasetSha256, PretrainedSettings start, JavaSparkContext spark) {
    this.datasetSha256 = datasetSha256;
    this.pretrained = new PretrainedSource(start, spark.hadoopConfiguration());
    this.engine = Engine.of(spark.getConf());
  }

  /**
   * The run's key: the name of its folder, and what tells finished runs from others.
   *
   * @throws io.agegender.foundation.error.UsageException if the model that it starts from is
   *     missing
   */
  public String of(RunSettings run) {
    return Provenance.key(run, datasetSha256, pretrained.sha256(run.name()), engine);
  }
}
