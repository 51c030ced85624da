// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.CodedOutputStream;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A {@code .binaryproto} file: one BlobProto, such as the mean image that Caffe's {@code
 * compute_image_mean} writes (1 x 3 x 256 x 256, channels B, G, R, legacy shape).
 *
 * @param shape the shape
 * @param values the values, row-major, {@code shape.count()} of them
 */
public record BinaryProto(BlobShape shape, float[] values) {
  private static final String ADVICE = "Give the path of a .binaryproto file";

  /** A mean image as {@code compute_image_mean} stores it. */
  public static BinaryProto of(MeanImage mean) {
    return new BinaryProto(
        BlobShape.of(1, Pixels.CHANNELS, Pixels.SIDE, Pixels.SIDE), mean.values());
  }

  /**
   * @throws UsageException if the file is missing, empty, truncated, no BlobProto, holds a value
   *     that is not finite, or more or fewer values than its shape says
   * @throws FailedException if the file system fails
   */
  public static BinaryProto read(Path path, Configuration conf) {
    try (ProtoFile file = ProtoFile.open(path, conf, ADVICE)) {
      return read(file);
    } catch (IOException e) {
      throw new FailedException("%s: cannot be closed: %s".formatted(path, e.getMessage()), e);
    }
  }

  /**
   * Reads a mean image.
   *
   * @throws UsageException as {@link #read}, or if its shape is not 1 x 3 x 256 x 256
   * @throws FailedException if the file system fails
   */
  public static MeanImage readMean(Path path, Configuration conf) {
    BinaryProto proto = read(path, conf);
    if (!proto.shape().fits(1, Pixels.CHANNELS, Pixels.SIDE, Pixels.SIDE)) {
      throw new UsageException(
          "%s: a mean image of another size: it is %s, faces are 1 x 3 x 256 x 256"
              .formatted(path, proto.shape()));
    }
    return new MeanImage(proto.values());
  }

  private static BinaryProto read(ProtoFile file) {
    try {
      StoredBlob<float[]> blob = BlobReader.read(file, new HeapSink());
      if (blob.values().length == 0) {
        throw file.problem("no values in it; this is not the .binaryproto of a mean image");
      }
      return new BinaryProto(blob.shape(), blob.values());
    } catch (IOException e) {
      throw file.explain(e, ".binaryproto file (a BlobProto message)");
    }
  }

  /**
   * Writes the bytes that {@code compute_image_mean} would: the four legacy dimensions, then packed
   * floats. The stream stays open.
   *
   * @throws IllegalArgumentException unless the shape has four dimensions and as many values
   */
  public void write(OutputStream out) throws IOException {
    List<Long> dims = shape.dimensions();
    if (dims.size() != 4 || shape.count() != values.length) {
      throw new IllegalArgumentException("shape %s for %d values".formatted(shape, values.length));
    }
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    for (int i = 0; i < 4; i++) {
      coded.writeInt32(CaffeProto.BLOB_NUM + i, Math.toIntExact(dims.get(i)));
    }
    coded.writeTag(CaffeProto.BLOB_DATA, com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED);
    coded.writeUInt32NoTag(Math.multiplyExact(values.length, Float.BYTES));
    for (float value : values) {
      coded.writeFloatNoTag(value);
    }
    coded.flush();
  }
}
