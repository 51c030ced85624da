// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Filler;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Pooling.Method;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.Parameters;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetReaderTest {
  private static final String LENET = OwnDefinitions.text("lenet");

  private static NetFile read(String text, OptionalInt classes) {
    return NetReader.training("net.prototxt", text.getBytes(StandardCharsets.UTF_8), classes);
  }

  private static NetFile deploy(String text) {
    return NetReader.deploy(
        "deploy.prototxt", text.getBytes(StandardCharsets.UTF_8), OptionalInt.empty());
  }

  @Test
  void theOlderSyntaxIsReadWithCaffesDefaults() {
    NetFile file = OwnDefinitions.net("average");
    assertThat(file.network().layers())
        .hasSize(8)
        .startsWith(
            new Convolution(
                "conv1",
                "data",
                "conv1",
                16,
                new Window(5, 1, 2),
                1,
                new Parameters(new Filler.Gaussian(0.02), 1, 1),
                new Parameters(new Filler.Constant(0.1), 2, 0)),
            new Relu("relu1", "conv1", "conv1"),
            new Pooling("pool1", "conv1", "pool1", Method.AVERAGE, new Window(3, 2, 1)))
        .endsWith(new SoftmaxLoss("loss", "fc", "label", "loss", 1));
    // A decay that is not given is 1, for biases too.
    assertThat(((Convolution) file.network().layers().get(4)).biases())
        .isEqualTo(new Parameters(Filler.DEFAULT, 2, 1));
    assertThat(file.train()).contains(new DataLayer(6, 33, true, "train_lmdb", "mean.binaryproto"));
    assertThat(file.withoutMeaning()).containsExactly("data_param.backend");
    assertThat(ResolvedNetwork.of(file.network()).layers().get(2).output().size()).isEqualTo(17);
  }

  @Test
  void inputsAreReadInAllThreeForms() {
    String layers =
        "layer { name: 'fc' type: 'InnerProduct' bottom: 'x' top: 'fc' inner_product_param { num_output: 2 } }"
            + "layer { name: 'prob' type: 'Softmax' bottom: 'fc' top: 'prob' loss_weight: 1 }";
    NetFile dims = deploy("input: 'x' input_dim: [1, 3, 8, 8]" + layers);
    assertThat(dims.withoutMeaning()).containsExactly("loss_weight");
    NetFile shape = deploy("input: 'x' input_shape { dim: 10 dim: 3 dim: 8 dim: 8 }" + layers);
    NetFile layer =
        deploy(
            "layer { name: 'in' type: 'Input' top: 'x' input_param { shape { dim: [1, 3, 8, 8] } } }"
                + layers);
    assertThat(dims.network()).isEqualTo(shape.network()).isEqualTo(layer.network());
    assertThat(dims.network().input().size()).isEqualTo(8);
    assertThatThrownBy(() -> deploy("input: 'x' input_dim: [1, 3, 8]" + layers))
        .hasMessageContaining("deploy.prototxt:1: field 'input': 1 blobs with 0 shapes");
    assertThatThrownBy(() -> deploy("input: 'x' input_dim: [1, 3, 8, 9]" + layers))
        .hasMessageContaining("pictures of 8x9 pixels are not square");
    assertThatThrownBy(() -> deploy(layers)).hasMessageContaining("no input; a deploy file has");
    assertThatThrownBy(
            () -> read("input: 'x' input_dim: [1, 3, 8, 8]" + layers, OptionalInt.empty()))
        .hasMessageContaining("a training file has data layers, not inputs")
        .hasMessageContaining("no data layer in phase TRAIN")
        .hasMessageContaining("no layer of type SoftmaxWithLoss in phase TRAIN");
  }

  @Test
  void otherDataLayersAndWhatTheyLeaveOutAreRead() {
    String memory =
        LENET
            .replace("type: \"Data\"", "type: \"MemoryData\"")
            .replace(
                "data_param { source: \"train_lmdb\" batch_size: 8 backend: LMDB }",
                "memory_data_param { batch_size: 8 channels: 3 height: 64 width: 64 }");
    assertThat(read(memory, OptionalInt.of(8)).train())
        .contains(new DataLayer(8, 28, true, "", "mean.binaryproto"));
    assertThat(read(LENET.replace("crop_size: 28 mirror: true", ""), OptionalInt.of(8)).train())
        .contains(new DataLayer(8, 256, false, "train_lmdb", "mean.binaryproto"));
  }

  /** Each change of one text in a good file, and what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          type: "Pooling" bottom: "conv1" | type: "Scale" bottom: "conv1" | net.prototxt:18: layer 'pool1': field 'type': 'Scale' is not implemented
          kernel_size: 5 stride: 1 | kernel_size: 5 dilation: 2 | net.prototxt:13: layer 'conv1': field 'convolution_param.dilation': 2 is not implemented; only 1 is
          kernel_size: 5 stride: 1 | kernel_size: 5 strid: 1 | field 'convolution_param.strid': unknown or not implemented (did you mean 'stride'?)
          kernel_size: 5 stride: 1 | kernel_h: 5 kernel_w: 3 | field 'convolution_param.kernel_h': windows with two sizes are not implemented
          kernel_size: 5 stride: 1 | kernel_size: 5 kernel_size: 3 | field 'convolution_param.kernel_size': [5, 3]: windows with two sizes
          kernel_size: 5 stride: 1 | kernel_size: 50 | net.prototxt:9: layer 'conv1': its kernel of 50 pixels is larger than its input 3x28x28
          kernel_size: 5 stride: 1 | stride: 1 | field 'convolution_param.kernel_size': missing
          pool: MAX | pool: STOCHASTIC | field 'pooling_param.pool': STOCHASTIC is not implemented; only MAX or AVE is
          bias_filler { type: "constant" } | bias_term: false | field 'convolution_param.bias_term': false is not implemented; only true is
          bias_filler { type: "constant" } | bias_filler { type: "msra" } | field 'convolution_param.bias_filler.type': 'msra' is not implemented; use constant, gaussian or xavier
          bottom: "conv2" top: "pool2" | bottom: "conv3" top: "pool2" | net.prototxt:26: layer 'pool2': no layer before it makes its bottom 'conv3'
          bottom: "conv2" top: "pool2" | bottom: "conv2" top: "pool1" | net.prototxt:26: layer 'pool2': 'pool1' makes its top 'pool1', too
          bottom: "conv2" top: "pool2" | bottom: "conv2" bottom: "conv1" top: "pool2" | the layer reads 2 blobs; a layer of type Pooling reads 1
          bottom: "conv2" top: "pool2" | bottom: "conv2" | the layer makes 0 blobs; a layer of type Pooling makes 1
          crop_size: 28 | crop_size: 300 | net.prototxt:6: layer 'faces': field 'transform_param.crop_size': 300 is larger than the stored faces of 256x256 pixels
          mean_file: "mean.binaryproto" | mean_value: 104 | field 'transform_param.mean_value': not implemented: the dataset's mean image is subtracted
          mean_file: "mean.binaryproto" | scale: 0.5 | field 'transform_param.scale': 0.5 is not implemented; only 1 is
          mean_file: "mean.binaryproto" | scale: 1 | field 'transform_param.mean_file': missing
          batch_size: 8 | `` | field 'data_param.batch_size': missing
          include { phase: TRAIN } | include { phase: TRIAN } | field 'include.phase': 'TRIAN' is unknown; use TRAIN or TEST
          include { phase: TRAIN } | include { phase: TEST } | no data layer in phase TRAIN; add one
          include { phase: TRAIN } | include { stage: "x" } | field 'include.stage': unknown or not implemented
          include { phase: TRAIN } | exclude { phase: TEST } include { phase: TRAIN } | field 'exclude': stands beside 'include'
          type: "SoftmaxWithLoss" | type: "Softmax" | net.prototxt:1: no layer of type SoftmaxWithLoss in phase TRAIN
          top: "loss" | top: "loss" include { phase: TEST } | no layer of type SoftmaxWithLoss in phase TRAIN
          name: "ip1" | name: "conv2" | net.prototxt:30: layer 'conv2': another layer or the input has this name
          name: "ip1" | `` | the layer has no name; give it one
          num_output: 8 | num_output: 2 | net.prototxt:36: layer 'ip2': 2 outputs, but the target has 8 classes; is the definition for another target?
          num_output: 8 | axis: 2 | field 'inner_product_param.axis': 2 is not implemented; only 1 is
          name: "relu1" type: "ReLU" | name: "relu1" type: "ReLU" include { phase: TEST } | the layer is in phase TEST alone
          param { lr_mult: 1 } param { lr_mult: 2 } | param { name: "w" } param { name: "w" } | field 'param.name': two arrays have the name 'w': sharing weights is not implemented
          param { lr_mult: 1 } param { lr_mult: 2 } | param { } param { } param { } | field 'param': given 3 times
          name: "LeNet" | name: "LeNet" state { phase: TRAIN } | net.prototxt:2: field 'state': unknown or not implemented
          """)
  void anythingElseIsRefusedWithItsLine(String before, String after, String message) {
    assertThat(LENET).contains(before);
    int at = LENET.indexOf(before);
    String changed = LENET.substring(0, at) + after + LENET.substring(at + before.length());
    assertThatThrownBy(() -> read(changed, OptionalInt.of(8)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void allProblemsOfAFileComeAtOnceInTheOrderOfItsLines() {
    String changed =
        LENET
            .replace("crop_size: 28", "crop_size: 300 turn: 5")
            .replace("pool: MAX", "pool: MIN")
            .replace("type: \"ReLU\"", "type: \"PReLU\"")
            .replace("bottom: \"conv2\"", "bottom: \"conv7\"");
    assertThatThrownBy(() -> read(changed, OptionalInt.of(8)))
        .hasMessageMatching(
            "(?s)net.prototxt:6: .*crop_size.*\nnet.prototxt:6: .*turn.*\nnet.prototxt:19: .*MIN.*"
                + "\nnet.prototxt:2\\d: layer 'pool2': field 'bottom': no layer before it makes 'conv7'.*"
                + "\nnet.prototxt:3\\d: .*'PReLU' is not implemented \\(did you mean 'ReLU'\\?\\).*");
  }

  @Test
  void twoDataLayersOfOnePhaseAndBothSyntaxesAreRefused() {
    String data =
        LENET.substring(LENET.indexOf("layer {"), LENET.indexOf("layer {\n  name: \"conv1\""));
    assertThatThrownBy(() -> read(LENET.replace(data, data + data), OptionalInt.of(8)))
        .hasMessageContaining("a second data layer in phase TRAIN after 'faces' on line 3");
    assertThatThrownBy(() -> read(LENET + "layers { name: 'x' type: RELU }", OptionalInt.of(8)))
        .hasMessageContaining("field 'layers': stands beside 'layer'");
    assertThatThrownBy(() -> read("base_lr: 0.1", OptionalInt.of(8)))
        .hasMessageContaining("the file has no layer: is it a solver?");
    assertThatThrownBy(() -> deploy(LENET))
        .hasMessageContaining("a deploy file has an input, not a data layer");
  }

  @Test
  void theListOfFieldsWithoutMeaningIsClosed() {
    String changed =
        LENET
            .replace("pool: MAX", "pool: MAX engine: CAFFE")
            .replace("backend: LMDB", "backend: LMDB rand_skip: 9")
            .replace("name: \"LeNet\"", "name: \"LeNet\" debug_info: true")
            .replace(
                "weight_filler { type: \"xavier\" }", "weight_filler { type: \"xavier\" std: 1 }");
    assertThat(read(changed, OptionalInt.of(8)).withoutMeaning())
        .isEqualTo(
            List.of(
                "debug_info",
                "data_param.backend",
                "data_param.rand_skip",
                "convolution_param.weight_filler.std",
                "pooling_param.engine",
                "inner_product_param.weight_filler.std",
                "layers of type Accuracy"));
  }
}
