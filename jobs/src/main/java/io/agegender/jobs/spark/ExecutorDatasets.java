package io.agegender.jobs.spark;

import io.agegender.dataset.Dataset;
import io.agegender.foundation.error.FailedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The datasets that this JVM has opened, each once. */
public final class ExecutorDatasets {
  private static final Map<String, Dataset> OPEN = new ConcurrentHashMap<>();

  private ExecutorDatasets() {}

  /**
   * @param sha256 the identity that the driver saw
   * @throws FailedException if another dataset is at the path by now
   */
  public static Dataset open(String path, String sha256, Configuration configuration) {
    Dataset dataset =
        OPEN.computeIfAbsent(path + "@" + sha256, p -> Dataset.open(new Path(path), configuration));
    if (!dataset.manifest().sha256().equals(sha256)) {
      OPEN.remove(path + "@" + sha256);
      throw new FailedException(
          ("the dataset %s changed while it was used: its manifest is %s, the run began with %s."
                  + " Start again, and do not prepare into a dataset that is being trained on")
              .formatted(path, dataset.manifest().sha256(), sha256));
    }
    return dataset;
  }
}
