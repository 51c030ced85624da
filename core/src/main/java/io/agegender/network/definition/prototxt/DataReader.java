// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import java.util.List;

/** Reads a layer that Caffe takes pictures from. */
final class DataReader {
  /** Side of the stored faces in pixels; a crop lies inside. */
  private static final int STORED = 256;

  private final LayerEntry entry;
  private final Fields fields;

  private DataReader(LayerEntry entry) {
    this.entry = entry;
    this.fields = entry.fields();
  }

  static DataLayer read(LayerEntry entry) {
    return new DataReader(entry).layer();
  }

  private DataLayer layer() {
    if (entry.tops().size() != 2 || !entry.bottoms().isEmpty()) {
      fields.problem(
          "top",
          "the layer reads %d and makes %d blobs; a data layer makes 2: pictures and labels"
              .formatted(entry.bottoms().size(), entry.tops().size()));
    }
    Fields p = parameters();
    int batch = p.whole("batch_size", 1, 0);
    p.require("batch_size", "say how many pictures a minibatch has");
    String source = p.text("source").orElse("");
    // A dataset takes the place of the source, and shuffles by its own settings.
    p.withoutMeaning("backend", "rand_skip", "prefetch", "shuffle", "root_folder");
    p.only("is_color", "true");
    p.only("new_height", "0", "256");
    p.only("new_width", "0", "256");
    p.only("channels", "3");
    int stored = p.has("height") ? p.whole("height", 1, STORED) : STORED;
    p.only("width", Integer.toString(stored));
    p.finish();
    DataLayer layer = transformed(batch, source, stored);
    fields.finish();
    return layer;
  }

  private Fields parameters() {
    String name =
        switch (entry.type()) {
          case "ImageData" -> "image_data_param";
          case "MemoryData" -> "memory_data_param";
          default -> "data_param";
        };
    return fields.inner(name);
  }

  private DataLayer transformed(int batch, String source, int stored) {
    Fields t = fields.inner("transform_param");
    t.only("scale", "1");
    t.only("force_gray", "false");
    t.withoutMeaning("force_color");
    t.refuse(
        "not implemented: the dataset's mean image is subtracted; give a mean_file instead",
        "mean_value");
    String mean = t.text("mean_file").orElse("");
    if (!t.has("mean_value")) {
      t.require(
          "mean_file", "the dataset's mean image is subtracted from every picture: name a file");
    }
    int crop = t.whole("crop_size", 0, 0);
    int size = crop == 0 ? stored : crop;
    if (size > STORED) {
      t.problem(
          "crop_size",
          "%d is larger than the stored faces of %dx%d pixels; give at most %d"
              .formatted(size, STORED, STORED, STORED));
    }
    boolean mirror = t.flag("mirror", false);
    t.finish();
    return new DataLayer(batch, Math.min(size, STORED), mirror, source, mean);
  }

  /** The two blobs that the layer makes; Caffe's usual names where there are not two. */
  static List<String> blobs(LayerEntry entry) {
    return entry.tops().size() == 2 ? entry.tops() : List.of("data", "label");
  }
}
