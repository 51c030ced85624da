// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import static org.bytedeco.caffe.global.caffe.TEST;
import static org.bytedeco.caffe.global.caffe.TRAIN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bytedeco.caffe.Caffe;
import org.bytedeco.caffe.Datum;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatDataTransformer;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.TransformationParameter;

/** Commands about what Caffe does to pictures before the first layer. */
final class Pictures {
  private Pictures() {}

  /**
   * Crops one stored picture many times: picture (.npy, 1 x 3 x H x W, uint8), mean (.binaryproto),
   * crop, phase (TRAIN: random position and mirror; TEST), count, seed, out (.npy).
   */
  static void transform(Arguments a) throws IOException {
    Caffe.set_random_seed(a.number("seed"));
    boolean train = a.text("phase").equals("TRAIN");
    int crop = a.number("crop");
    int count = a.number("count");
    Npy picture = Npy.read(a.path("picture"));
    int[] shape = picture.shape();
    byte[] bytes = new byte[shape[1] * shape[2] * shape[3]];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) picture.values().getFloat(Float.BYTES * i);
    }
    ByteBuffer all = ByteBuffer.allocateDirect(Float.BYTES * count * 3 * crop * crop);
    all.order(ByteOrder.LITTLE_ENDIAN);
    try (TransformationParameter parameter = new TransformationParameter();
        Datum datum = new Datum();
        FloatBlob out = new FloatBlob(1, 3, crop, crop)) {
      parameter.set_crop_size(crop);
      parameter.set_mirror(train);
      parameter.set_mean_file(a.text("mean"));
      datum.set_channels(shape[1]);
      datum.set_height(shape[2]);
      datum.set_width(shape[3]);
      datum.set_data(new org.bytedeco.javacpp.BytePointer(bytes), bytes.length);
      try (FloatDataTransformer transformer =
          new FloatDataTransformer(parameter, train ? TRAIN : TEST)) {
        transformer.InitRand();
        for (int i = 0; i < count; i++) {
          transformer.Transform(datum, out);
          all.put(out.cpu_data().capacity(out.count()).asByteBuffer());
        }
      }
    }
    new Npy(new int[] {count, 3, crop, crop}, all.flip()).write(a.path("out"));
  }

  /**
   * The first records of an LMDB as a Data layer without transformation gives them: lmdb (a
   * folder), batch, out (a folder for data.npy and label.npy).
   */
  static void lmdb(Arguments a) throws IOException {
    String text =
        """
        layer { name: 'data' type: 'Data' top: 'data' top: 'label'
                data_param { source: '%s' batch_size: %d backend: LMDB } }
        """
            .formatted(a.text("lmdb"), a.number("batch"));
    Path out = a.path("out");
    try (FloatNet net = Network.of(text, TEST)) {
      net.Forward();
      Blobs.writeData(net.blob_by_name("data"), out.resolve("data.npy"));
      Blobs.writeData(net.blob_by_name("label"), out.resolve("label.npy"));
    }
  }
}
