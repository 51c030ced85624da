// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.caffe.PretrainedFolder;
import io.agegender.jobs.spark.Engine;
import io.agegender.run.RunSettings;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Says which run settings and data make, without starting it. */
public final class RunKeys {
  private final String datasetSha256;
  private final PretrainedFolder startFolder;
  private final Engine engine;

  /**
   * @param datasetSha256 the dataset's identity
   * @param startModels the folder of the published models that finetuning and imdbwiki start from
   */
  public RunKeys(String datasetSha256, Path startModels, JavaSparkContext spark) {
    this.datasetSha256 = datasetSha256;
    this.startFolder = new PretrainedFolder(startModels, spark.hadoopConfiguration());
    this.engine = Engine.of(spark.getConf());
  }

  /**
   * The run's key: the name of its folder, and what tells finished runs from others.
   *
   * @throws io.agegender.foundation.error.UsageException if the model that it starts from is
   *     missing
   */
  public String of(RunSettings run) {
    return Provenance.key(
        run,
        datasetSha256,
        startFolder.sha256(run.name().initialisation(), run.name().architecture()),
        engine);
  }
}
