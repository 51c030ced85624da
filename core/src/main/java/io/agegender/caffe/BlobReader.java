// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one BlobProto message: float data (packed or not), or double data rounded to float as Caffe
 * does; the shape exact or legacy.
 */
final class BlobReader<T> {
  private static final int CHUNK = 1 << 14;

  private final ProtoFile file;
  private final CodedInputStream in;
  private final FloatSink<T> sink;
  private final float[] buffer = new float[CHUNK];
  private int buffered;
  private long count;
  private boolean floats;
  private boolean doubles;

  private BlobReader(ProtoFile file, FloatSink<T> sink) {
    this.file = file;
    this.in = file.in();
    this.sink = sink;
  }

  /**
   * Reads up to the limit that the caller has set.
   *
   * @throws io.agegender.foundation.error.UsageException if a value is not finite, or there are
   *     more or fewer values than the shape says
   */
  static <T> StoredBlob<T> read(ProtoFile file, FloatSink<T> sink) throws IOException {
    return new BlobReader<>(file, sink).read();
  }

  private StoredBlob<T> read() throws IOException {
    long[] legacy = {1, 1, 1, 1};
    boolean hasLegacy = false;
    List<Long> exact = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (CaffeProto.isLegacyDimension(field)) {
        file.requireWireType(tag, WireFormat.WIRETYPE_VARINT);
        legacy[field - CaffeProto.BLOB_NUM] = dimension(in.readInt64());
        hasLegacy = true;
      } else if (field == CaffeProto.BLOB_SHAPE) {
        file.requireWireType(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        exact = shape();
      } else if (field == CaffeProto.BLOB_DATA) {
        floats = true;
        values(tag, Float.BYTES, WireFormat.WIRETYPE_FIXED32);
      } else if (field == CaffeProto.BLOB_DOUBLE_DATA) {
        doubles = true;
        values(tag, Double.BYTES, WireFormat.WIRETYPE_FIXED64);
      } else {
        in.skipField(tag);
      }
    }
    flush();
    if (floats && doubles) {
      throw file.problem("an array holds float and double data at once");
    }
    BlobShape shape;
    if (hasLegacy) {
      shape =
          new BlobShape(
              List.of(legacy[0], legacy[1], legacy[2], legacy[3]), BlobShape.Style.LEGACY);
    } else {
      shape = new BlobShape(exact == null ? List.of() : exact, BlobShape.Style.EXACT);
    }
    checkCount(shape);
    return new StoredBlob<>(
        shape, doubles ? StoredBlob.Precision.DOUBLE : StoredBlob.Precision.FLOAT, sink.finish());
  }

  private void checkCount(BlobShape shape) {
    long wanted;
    try {
      wanted = shape.count();
    } catch (ArithmeticException e) {
      wanted = -1;
    }
    if (wanted != count) {
      throw file.problem(
          "an array says it has the shape %s, but holds %d values".formatted(shape, count));
    }
  }

  private List<Long> shape() throws IOException {
    int outer = file.enter();
    List<Long> dims = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) != CaffeProto.SHAPE_DIM) {
        in.skipField(tag);
      } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int packed = file.enter();
        while (in.getBytesUntilLimit() > 0) {
          dims.add(dimension(in.readInt64()));
        }
        in.popLimit(packed);
      } else {
        dims.add(dimension(in.readInt64()));
      }
    }
    file.leave(outer);
    return dims;
  }

  private long dimension(long size) {
    if (size < 0) {
      throw file.problem("an array has a dimension of %d".formatted(size));
    }
    return size;
  }

  private void values(int tag, int bytes, int single) throws IOException {
    int wire = WireFormat.getTagWireType(tag);
    if (wire == single) {
      add(bytes == Float.BYTES ? in.readFloat() : in.readDouble());
      return;
    }
    file.requireWireType(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = file.fieldLength();
    if (length % bytes != 0) {
      throw file.problem(
          "an array's data has %d bytes, no multiple of %d".formatted(length, bytes));
    }
    int n = length / bytes;
    // Small pieces go through the buffer: an array for each of a million would cost gigabytes.
    if (n > CHUNK) {
      flush();
      sink.expect(n);
    }
    if (bytes == Float.BYTES) {
      for (int i = 0; i < n; i++) {
        add(in.readFloat());
      }
    } else {
      for (int i = 0; i < n; i++) {
        add(in.readDouble());
      }
    }
  }

  private void add(double value) {
    float rounded = (float) value;
    if (!Float.isFinite(rounded)) {
      throw file.problem(
          ("value %d of an array is %s. Weights must be finite: take the snapshot before the "
                  + "training diverged, or another copy of the file")
              .formatted(
                  count, Double.isFinite(value) ? value + ", too large for a float" : value));
    }
    count++;
    buffer[buffered++] = rounded;
    if (buffered == CHUNK) {
      flush();
    }
  }

  private void flush() {
    if (buffered > 0) {
      sink.append(buffer, buffered);
      buffered = 0;
    }
  }
}
