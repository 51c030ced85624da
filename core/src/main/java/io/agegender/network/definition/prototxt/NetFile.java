// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.network.definition.NetworkDefinition;
import java.util.List;
import java.util.Optional;

/**
 * A network file of Caffe.
 *
 * @param network of the phase TRAIN, or of the whole file if it is a deploy file
 * @param train where training takes its pictures from; empty in a deploy file
 * @param test where validation takes its pictures from; often absent
 * @param withoutMeaning fields and kinds of layers that were there and mean nothing here, each once
 */
public record NetFile(
    NetworkDefinition network,
    Optional<DataLayer> train,
    Optional<DataLayer> test,
    List<String> withoutMeaning) {
  public NetFile {
    withoutMeaning = List.copyOf(withoutMeaning);
  }
}
