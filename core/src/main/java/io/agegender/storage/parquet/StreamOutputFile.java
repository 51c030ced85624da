// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Lets Parquet write to a stream that somebody else opened and closes. */
final class StreamOutputFile implements OutputFile {
  private final OutputStream stream;

  StreamOutputFile(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Counting(stream);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private static final class Counting extends PositionOutputStream {
    private final OutputStream stream;
    private long position;

    Counting(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      stream.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      stream.flush();
    }
  }
}
