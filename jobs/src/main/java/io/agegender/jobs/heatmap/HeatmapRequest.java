// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.heatmap;

import io.agegender.adience.Alignment;
import io.agegender.dataset.format.Subset;
import io.agegender.score.Snapshots;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What is explained and where the maps go.
 *
 * @param dataset the dataset that the runs were trained on; empty for pictures
 * @param pictures picture files instead of a dataset's faces
 * @param faces names of single faces of the index, {@code SUBJECT/PHOTO}; empty: by class
 * @param snapshots which checkpoints of each run
 * @param subset the test list or the validation list
 * @param alignment of the faces; empty: those of the published table
 * @param out the folder of the maps
 * @param toolbox a folder for texts in the LRP Toolbox's format
 */
public record HeatmapRequest(
    Optional<Path> dataset,
    List<Path> pictures,
    List<String> faces,
    Snapshots snapshots,
    Subset subset,
    Optional<Alignment> alignment,
    Path out,
    Optional<Path> toolbox) {
  public HeatmapRequest {
    pictures = List.copyOf(pictures);
    faces = List.copyOf(faces);
  }
}
