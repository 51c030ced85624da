// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.caffe.LoadReport.Outcome;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("slow")
class PretrainedWeightsTest {
  private static final float[] FILTERS = counting(2 * 3 * 2 * 2, 1);
  private static final float[] FILTER_BIAS = {0.5f, -0.5f};
  private static final float[] UNITS = counting(4 * 8, 100);
  private static final float[] UNIT_BIAS = {1, 2, 3, 4};

  @TempDir Path dir;

  @Test
  void newFormatIsLoadedByNameAndTheReportNamesEveryLayer() throws IOException {
    ComputationGraph network = network(WeightInit.XAVIER);
    INDArray classifier = network.getLayer("fc2").getParam("W").dup();
    LoadReport report =
        load(
            net()
                .nested(100, conv(ModelBytes.blob(FILTERS, 2, 3, 2, 2)))
                .nested(100, ModelBytes.layer("relu", "ReLU"))
                .nested(100, units(ModelBytes.blob(UNITS, 4, 8)))
                .nested(
                    100,
                    ModelBytes.layer(
                        "fc8", "InnerProduct", ModelBytes.blob(new float[] {1}, 1, 1))),
            network);
    assertWeights(network);
    assertThat(network.getLayer("fc2").getParam("W")).isEqualTo(classifier);
    assertThat(report.layers().stream().map(e -> e.layer() + " " + e.outcome()))
        .containsExactly("conv LOADED", "fc1 LOADED", "fc2 INITIALISED", "fc8 IGNORED");
    assertThat(report.toString())
        .contains("2x3x2x2, 2")
        .contains("initialised fc2 ")
        .contains("the network has no such layer");
  }

  @Test
  void v1FormatWithLegacyShapesIsLoaded() throws IOException {
    ComputationGraph network = network(WeightInit.XAVIER);
    load(
        net()
            .nested(
                2,
                ModelBytes.v1Layer(
                    "conv",
                    4,
                    ModelBytes.legacyBlob(FILTERS, 2, 3, 2, 2),
                    ModelBytes.legacyBlob(FILTER_BIAS, 1, 1, 1, 2)))
            .nested(
                2,
                ModelBytes.v1Layer(
                    "fc1",
                    14,
                    ModelBytes.legacyBlob(UNITS, 1, 1, 4, 8),
                    ModelBytes.legacyBlob(UNIT_BIAS, 1, 1, 1, 4))),
        network);
    assertWeights(network);
  }

  @Test
  void unpackedAndDoubleDataAreLoadedAndDoubleIsReported() throws IOException {
    ComputationGraph network = network(WeightInit.XAVIER);
    double[] doubles = IntStream.range(0, UNITS.length).mapToDouble(i -> UNITS[i]).toArray();
    LoadReport report =
        load(
            net()
                .nested(100, conv(ModelBytes.unpackedBlob(FILTERS, 2, 3, 2, 2)))
                .nested(100, units(ModelBytes.doubleBlob(doubles, 4, 8))),
            network);
    assertWeights(network);
    assertThat(report.with(Outcome.LOADED).get(0).detail()).doesNotContain("double");
    assertThat(report.with(Outcome.LOADED).get(1).detail()).contains("double data, rounded");
  }

  @Test
  void packedPiecesOfOneValueComeInFullBuffers() throws IOException {
    float[] many = counting(100_000, 0);
    ModelBytes blob = new ModelBytes();
    for (float value : many) {
      blob.with(
          o -> {
            o.writeTag(5, 2);
            o.writeUInt32NoTag(4);
            o.writeFloatNoTag(value);
          });
    }
    Path file = dir.resolve("pieces");
    Files.write(file, blob.with(o -> o.writeInt32(1, 100_000)).done());
    List<Integer> expected = new ArrayList<>();
    List<Integer> appended = new ArrayList<>();
    FloatSink<Integer> counter =
        new FloatSink<>() {
          @Override
          public void expect(int count) {
            expected.add(count);
          }

          @Override
          public void append(float[] buffer, int length) {
            appended.add(length);
          }

          @Override
          public Integer finish() {
            return appended.size();
          }
        };
    try (ProtoFile proto = ProtoFile.open(hadoop(file), new Configuration(), "")) {
      assertThat(BlobReader.read(proto, counter).values()).isEqualTo(7);
    }
    assertThat(expected).isEmpty();
    try (ProtoFile proto = ProtoFile.open(hadoop(file), new Configuration(), "")) {
      assertThat(BlobReader.read(proto, new HeapSink()).values()).isEqualTo(many);
    }
  }

  @Test
  void manyUnpackedValuesKeepTheirOrder() throws IOException {
    float[] many = counting(100_000, 0);
    NdArraySink sink = new NdArraySink();
    Path file = dir.resolve("blob");
    Files.write(file, ModelBytes.unpackedBlob(many, 100_000).done());
    try (ProtoFile proto = ProtoFile.open(hadoop(file), new Configuration(), "")) {
      assertThat(BlobReader.read(proto, sink).values().toFloatVector()).isEqualTo(many);
    }
  }

  @Test
  void anotherShapeIsRefusedNamingFileAndEveryLayer() {
    assertProblem(
        net()
            .nested(100, conv(ModelBytes.blob(FILTERS, 2, 2, 3, 2)))
            .nested(100, units(ModelBytes.blob(UNITS, 8, 4)))
            .done(),
        "layer 'conv': the file has 2x2x3x2, 2, the network needs 2x3x2x2, 2",
        "layer 'fc1': the file has 8x4, 4, the network needs 4x8, 4");
    assertProblem(
        net()
            .nested(
                100, ModelBytes.layer("conv", "Convolution", ModelBytes.blob(FILTERS, 2, 3, 2, 2)))
            .done(),
        "layer 'conv': the file has 2x3x2x2, the network needs 2x3x2x2, 2");
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() {
    float[] nan = FILTERS.clone();
    nan[5] = Float.NaN;
    assertProblem(
        net().nested(100, conv(ModelBytes.blob(nan, 2, 3, 2, 2))).done(),
        "layer 'conv': value 5 of an array is NaN");
    double[] large = new double[FILTERS.length];
    large[7] = 1e300;
    assertProblem(
        net().nested(100, conv(ModelBytes.doubleBlob(large, 2, 3, 2, 2))).done(),
        "layer 'conv': value 7 of an array is 1.0E300, too large for a float");
  }

  @Test
  void everyCutOfAFileIsRefused() {
    byte[] whole =
        net()
            .nested(100, conv(ModelBytes.blob(FILTERS, 2, 3, 2, 2)))
            .nested(100, units(ModelBytes.blob(UNITS, 4, 8)))
            .done();
    int layers = net().done().length;
    int firstLayer = net().nested(100, conv(ModelBytes.blob(FILTERS, 2, 3, 2, 2))).done().length;
    for (int length = 0; length < whole.length; length++) {
      if (length != firstLayer && length != layers) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> load(cut, network(WeightInit.XAVIER)))
            .as("cut to %d bytes", length)
            .isInstanceOf(UsageException.class)
            .hasMessageContaining("model.caffemodel");
      }
    }
    assertProblem(Arrays.copyOf(whole, firstLayer - 20), "truncated", "layer number 1");
    assertProblem(Arrays.copyOf(whole, firstLayer + 1), "after layer 'conv'");
    assertProblem(net().done(), "0 layers and no weights");
  }

  @Test
  void filesOfOtherFormatsAreToldApart() {
    assertProblem(
        "name: 'CaffeNet'\nlayer { }\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "a text file that begins with 'name:");
    assertProblem(
        "\u0089HDF\r\n\u001a\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), "HDF5");
    assertProblem(new byte[] {'P', 'K', 3, 4, 0, 0}, "ZIP");
    assertProblem(new byte[0], "empty");
    // A .solverstate begins with its iteration, a .binaryproto with num: numbers where the name is.
    assertProblem(new byte[] {8, 1, 16, 3}, "not a .caffemodel", "field 1 has the wire type 0");
    assertProblem(net().text(50, "x").done(), "NetParameter has no field 50");
    assertProblem(
        net().nested(2, new ModelBytes().nested(1, new ModelBytes().text(1, "conv1"))).done(),
        "V0 format");
    assertProblem(
        net()
            .nested(100, ModelBytes.layer("c", "Convolution", ModelBytes.blob(FILTERS, 2, 2)))
            .done(),
        "layer 'c': an array says it has the shape 2x2, but holds 24 values");
    assertProblem(
        net().nested(100, ModelBytes.layer("x", "C", ModelBytes.blob(new float[1], 1))).done(),
        "no layer of it has a name that the network knows");
  }

  @Test
  void aLayerWithoutFillerHasToBeInTheFile() throws IOException {
    ModelBytes file = net().nested(100, conv(ModelBytes.blob(FILTERS, 2, 3, 2, 2)));
    assertThatThrownBy(() -> load(file, network(WeightInit.ZERO)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("layer 'fc1': the file has none of that name")
        .hasMessageContaining("would be 0");
  }

  @Test
  void aMissingFileSaysWhereTheOriginalGotItFrom() {
    org.apache.hadoop.fs.Path folder = hadoop(dir.resolve("models"));
    ComputationGraph network = network(WeightInit.XAVIER);
    PretrainedFolder models = new PretrainedFolder(folder, new Configuration());
    assertThatThrownBy(() -> models.load(Initialisation.IMDBWIKI, Architecture.VGG16, network))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("ETH Zurich");
    assertThatThrownBy(() -> models.sha256(Initialisation.IMDBWIKI, Architecture.VGG16))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("models/dex_imdb_wiki.caffemodel: no such file")
        .hasMessageContaining("ETH Zurich");
  }

  @Test
  void aRunFromScratchHasNoStartFileAndAnotherIsKnownByItsHash() throws IOException {
    PretrainedFolder models = new PretrainedFolder(hadoop(dir), new Configuration());
    assertThat(models.sha256(Initialisation.FROMSCRATCH, Architecture.GOOGLENET)).isEmpty();
    assertThat(
            models.load(
                Initialisation.FROMSCRATCH, Architecture.GOOGLENET, network(WeightInit.ZERO)))
        .isEmpty();
    Files.writeString(dir.resolve("bvlc_googlenet.caffemodel"), "abc");
    // The example of FIPS 180-2, appendix B.1.
    assertThat(models.sha256(Initialisation.FINETUNING, Architecture.GOOGLENET))
        .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void everyInitialisationHasItsModelAndScratchHasNone() {
    assertThat(PretrainedModel.of(Initialisation.FINETUNING, Architecture.VGG16))
        .isEqualTo(PretrainedModel.VGG16);
    assertThat(PretrainedModel.of(Initialisation.IMDBWIKI, Architecture.VGG16))
        .isEqualTo(PretrainedModel.DEX);
    assertThatThrownBy(() -> PretrainedModel.of(Initialisation.FROMSCRATCH, Architecture.GOOGLENET))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("GoogLeNet has no pretrained weights");
  }

  @Test
  void anExportedNetworkIsReadBackToTheBit() throws IOException {
    ComputationGraph trained = network(WeightInit.XAVIER);
    float[] values = counting(Pixels.RECORD, 0);
    MeanImage mean = new MeanImage(values);
    WeightsExport files =
        WeightsExport.write(
            "run",
            trained,
            mean,
            List.of("m", "f"),
            hadoop(dir.resolve("export")),
            new Configuration());
    ComputationGraph again = network(WeightInit.ZERO);
    LoadReport report = PretrainedWeights.load(files.weights(), "", new Configuration(), again);
    assertThat(report.count(Outcome.LOADED)).isEqualTo(3);
    assertThat(again.params()).isEqualTo(trained.params());
    assertThat(BinaryProto.read(files.mean(), new Configuration()).values()).isEqualTo(values);
    assertThat(Path.of(files.labels().toUri())).hasContent("m\nf");
    try (var listing = Files.list(dir.resolve("export"))) {
      assertThat(listing).hasSize(3);
    }
  }

  private static void assertWeights(ComputationGraph network) {
    assertThat(network.getLayer("conv").getParam("W").dup('c').reshape(-1).toFloatVector())
        .isEqualTo(FILTERS);
    assertThat(network.getLayer("conv").getParam("b").reshape(-1).toFloatVector())
        .isEqualTo(FILTER_BIAS);
    INDArray units = network.getLayer("fc1").getParam("W");
    assertThat(units.shape()).containsExactly(8, 4);
    // Unit 1 sees input 2 with the weight that Caffe stores in row 1, column 2.
    assertThat(units.getFloat(2, 1)).isEqualTo(UNITS[1 * 8 + 2]);
    assertThat(units.transpose().dup('c').reshape(-1).toFloatVector()).isEqualTo(UNITS);
    assertThat(network.getLayer("fc1").getParam("b").reshape(-1).toFloatVector())
        .isEqualTo(UNIT_BIAS);
  }

  private void assertProblem(byte[] file, String... parts) {
    assertThatThrownBy(() -> load(file, network(WeightInit.XAVIER)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("model.caffemodel")
        .hasMessageContainingAll(parts);
  }

  private static ModelBytes net() {
    return new ModelBytes().text(1, "net").with(o -> o.writeBool(5, true));
  }

  private static ModelBytes conv(ModelBytes weights) {
    return ModelBytes.layer("conv", "Convolution", weights, ModelBytes.blob(FILTER_BIAS, 2));
  }

  private static ModelBytes units(ModelBytes weights) {
    return ModelBytes.layer("fc1", "InnerProduct", weights, ModelBytes.blob(UNIT_BIAS, 4));
  }

  private LoadReport load(ModelBytes model, ComputationGraph network) throws IOException {
    return load(model.done(), network);
  }

  private LoadReport load(byte[] model, ComputationGraph network) throws IOException {
    Path file = Files.write(dir.resolve("model.caffemodel"), model);
    return PretrainedWeights.load(hadoop(file), "Put it there.", new Configuration(), network);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static float[] counting(int count, int from) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }

  private static ComputationGraph network(WeightInit init) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .weightInit(init)
                .graphBuilder()
                .addInputs("data")
                .addLayer("conv", new ConvolutionLayer.Builder(2, 2).nIn(3).nOut(2).build(), "data")
                .addLayer(
                    "fc1",
                    new DenseLayer.Builder().nIn(8).nOut(4).build(),
                    new CnnToFeedForwardPreProcessor(2, 2, 2),
                    "conv")
                .addLayer("fc2", new OutputLayer.Builder().nIn(4).nOut(2).build(), "fc1")
                .setOutputs("fc2")
                .build());
    network.init();
    return network;
  }
}
