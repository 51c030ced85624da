// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.List;

/**
 * The maps of one network: where their rows are.
 *
 * @param snapshot of which network
 * @param alignment of the faces
 * @param faces synthetic if the network was trained on synthetic faces or explains some
 * @param names of the faces that were made, in their order
 */
public record NetworkMaps(
    Snapshot snapshot, Alignment alignment, FaceOrigin faces, List<String> names) {

  /**
   * A trained network.
   *
   * @param run the configuration's name
   * @param fold the test fold
   * @param iteration of the snapshot
   * @param parametersSha256 which parameters
   * @param network what it is
   * @param labels of its classes
   */
  public record Snapshot(
      String run,
      int fold,
      int iteration,
      String parametersSha256,
      ResolvedNetwork network,
      List<String> labels) {}

  public String run() {
    return snapshot.run;
  }

  public int fold() {
    return snapshot.fold;
  }

  public int iteration() {
    return snapshot.iteration;
  }

  /** Labels of the classes. */
  public List<String> labels() {
    return snapshot.labels;
  }

  /** Height and width of the maps. */
  public int size() {
    return snapshot.network.definition().input().size();
  }

  /** Where its files are below the folder of all. */
  public static String folder(String run, int fold, int iteration) {
    return "%s-fold-%d/%07d".formatted(run, fold, iteration);
  }

  /** Where its files are below the folder of all. */
  public String folder() {
    return folder(run(), fold(), iteration());
  }

  /** For people. */
  public String title() {
    return "%s, fold %d, iteration %d".formatted(run(), fold(), iteration());
  }

  /**
   * Goes through the rows in the order of the faces; one face at a time is in memory.
   *
   * @throws io.agegender.foundation.error.FailedException if rows are missing or damaged
   */
  public void eachRow(FileStore out, FaceRows.Use use) {
    names.forEach(name -> FaceRows.each(out, folder(), name, use));
  }

  /**
   * The labels of classes that have faces, with the names of the faces of each, at most so many.
   */
  public List<List<String>> byLabel(FileStore out, int most) {
    List<List<String>> names = new ArrayList<>();
    for (int c = 0; c <= labels().size(); c++) {
      names.add(new ArrayList<>());
    }
    eachRow(
        out,
        row -> {
          int label = row.get("label").intValue();
          List<String> list = names.get(label < 0 ? labels().size() : label);
          String name = row.get("name").textValue();
          if (list.size() < most && !list.contains(name)) {
            list.add(name);
          }
        });
    return names;
  }
}
