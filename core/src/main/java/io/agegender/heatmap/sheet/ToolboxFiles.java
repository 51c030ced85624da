// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.BlobShape;
import io.agegender.caffe.WeightsExport;
import io.agegender.heatmap.FaceRows;
import io.agegender.heatmap.FaceView;
import io.agegender.heatmap.HeatmapSettings;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.heatmap.RuleBook;
import io.agegender.heatmap.picture.FaceDrawing;
import io.agegender.heatmap.picture.MapFiles;
import io.agegender.image.MeanImage;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.NetWriter;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files of the LRP Toolbox for one network: each map as the toolbox writes it, and what its {@code
 * lrp_demo} needs to make the same maps from the exported model: pictures, mean image, a
 * configuration and a list of pictures with their classes for each rule that it knows.
 *
 * @param model the exported model; its files are in the folder
 * @param folder of the network's files
 */
public record ToolboxFiles(
    NetworkMaps maps, ResolvedNetwork network, WeightsExport model, FileStore folder) {
  private static final String MEAN = "mean-of-input.binaryproto";
  private static final String DEPLOY = "deploy-main-head.prototxt";
  private static final String FACES = "faces";
  private static final int CHANNELS = 3;

  /**
   * What the toolbox calls a rule.
   *
   * @param type its {@code relpropformulatype}
   * @param lastFlat index of the last flat layer, -1 for none
   */
  private record Formula(int type, double eps, double beta, int lastFlat) {}

  /**
   * Writes all of them; files of the same names are replaced.
   *
   * @param out the folder of all heat maps
   * @param mean the mean image that the network was trained with
   */
  public void write(FileStore out, HeatmapSettings settings, MeanImage mean) {
    float[] seen = FaceView.mean(mean, settings.view(), maps.size());
    BinaryProto proto = new BinaryProto(BlobShape.of(1, CHANNELS, maps.size(), maps.size()), seen);
    folder.write(MEAN, proto::write);
    folder.write(DEPLOY, NetWriter.deploy(withoutAuxiliaryHeads()));
    Map<String, List<String>> lists = new LinkedHashMap<>();
    maps.eachRow(
        out,
        row -> {
          String name = row.get("name").textValue();
          String rule = row.get("rule").textValue();
          int explained = row.get("explained").intValue();
          float[] values = FaceRows.map(out, row, maps.size());
          folder.write(
              "%s/%s-c%d_rawhm.txt".formatted(rule, name, explained),
              s -> s.write(MapFiles.toolbox(values, maps.size())));
          String picture = "%s/%s.png".formatted(FACES, name);
          if (!folder.exists(picture)) {
            byte[] png = out.read(FaceDrawing.faceFile(maps.folder(), name));
            folder.write(picture, s -> s.write(png));
          }
          lists
              .computeIfAbsent(rule, k -> new ArrayList<>())
              .add("%s %d".formatted(picture, explained));
        });
    lists.forEach(
        (rule, pictures) ->
            formula(rule)
                .ifPresent(
                    formula -> {
                      folder.write("config-%s.txt".formatted(rule), configuration(rule, formula));
                      folder.write(
                          "files-%s.txt".formatted(rule), String.join("\n", pictures) + "\n");
                    }));
  }

  /** The toolbox would start relevance at auxiliary heads, too. */
  private NetworkDefinition withoutAuxiliaryHeads() {
    NetworkDefinition all = network.definition();
    return new NetworkDefinition(
        all.name(),
        all.input(),
        all.layers().stream()
            .filter(layer -> !network.auxiliaryLayers().contains(layer.name()))
            .toList());
  }

  /** Empty for a rule that the toolbox does not have. */
  private Optional<Formula> formula(String rule) {
    List<String> flat = RuleBook.flatLayers(network);
    int lastFlat = flat.isEmpty() ? -1 : index(network, flat.get(flat.size() - 1));
    return Optional.ofNullable(
        switch (rule) {
          case "composite", "paper" -> new Formula(flat.isEmpty() ? 100 : 102, 0.1, 1, lastFlat);
          case "epsilon-plus-flat" -> new Formula(102, 1e-6, 0, 0);
          case "epsilon" -> new Formula(0, 0.1, 0, -1);
          case "z" -> new Formula(0, 0, 0, -1);
          case "alpha2beta1" -> new Formula(2, 0.1, 1, -1);
          case "alpha1beta0" -> new Formula(2, 0.1, 0, -1);
          default -> null;
        });
  }

  /** Position among Caffe's layers, which copies of blobs with several readers count among. */
  static int index(ResolvedNetwork network, String layer) {
    int index = network.readers(network.definition().input().data()).size() > 1 ? 1 : 0;
    for (ResolvedLayer before : network.layers()) {
      if (before.name().equals(layer)) {
        return index;
      }
      index += network.readers(before.name()).size() > 1 ? 2 : 1;
    }
    throw new IllegalStateException("not a layer of the network: " + layer);
  }

  /** Keys and values on lines of their own; paths are relative to the folder. */
  private String configuration(String rule, Formula formula) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("param_file", DEPLOY);
    values.put("model_file", model.weights().getName());
    values.put("mean_file", MEAN);
    values.put("use_mean_file_asbinaryprotoblob", 1);
    values.put("synsetfile", model.labels().getName());
    values.put("numclasses", maps.labels().size());
    values.put("baseimgsize", maps.size());
    values.put("lastlayerindex", -2);
    values.put("firstlayerindex", 0);
    values.put("relpropformulatype", formula.type);
    values.put("epsstab", formula.eps);
    values.put("alphabeta_beta", formula.beta);
    values.put("auxiliaryvariable_maxlayerindexforflatdistinconv", formula.lastFlat);
    values.put("standalone_outpath", "lrp_demo-" + rule);
    values.put("standalone_rootpath", FACES);
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> text.append("%s\n%s\n\n".formatted(key, value)));
    return text.toString();
  }
}
