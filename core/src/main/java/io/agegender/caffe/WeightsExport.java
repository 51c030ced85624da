// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.image.MeanImage;
import io.agegender.storage.FileStore;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A trained network for Caffe and for programs that read its files, such as the LRP Toolbox: with
 * the original's deploy.prototxt the weights load by layer name.
 *
 * @param weights the {@code .caffemodel} file: every layer with parameters, also GoogLeNet's
 *     auxiliary heads
 * @param mean the {@code .binaryproto} file to subtract from the input
 * @param labels a text file with one class a line, in the order of the outputs
 */
public record WeightsExport(Path weights, Path mean, Path labels) {
  /**
   * Writes the three files; files of the same names are replaced.
   *
   * @param name start of the file names, the run's name
   * @param network a trained network
   * @param mean the mean image that it was trained with
   * @param labels the names of its classes in the order of its outputs
   * @param folder on any Hadoop file system; made if it does not exist
   * @throws io.agegender.foundation.error.FailedException if a file cannot be written
   */
  public static WeightsExport write(
      String name,
      ComputationGraph network,
      MeanImage mean,
      List<String> labels,
      Path folder,
      Configuration conf) {
    FileStore store = FileStore.of(folder, conf);
    String weights = name + ".caffemodel";
    String meanFile = name + "-mean.binaryproto";
    String labelFile = name + "-labels.txt";
    store.write(
        weights, out -> CaffeModelWriter.write(out, name, LayerParameters.of(network).values()));
    store.write(meanFile, BinaryProto.of(mean)::write);
    store.write(labelFile, String.join("\n", labels) + "\n");
    return new WeightsExport(store.path(weights), store.path(meanFile), store.path(labelFile));
  }
}
