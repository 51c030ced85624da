// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** One protobuf file that is read front to back, and the place that a message about it names. */
final class ProtoFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SNIFFED_BYTES = 256;

  private static final int SHOWN = 32;

  /** After a byte order mark in ISO 8859-1, perhaps. */
  private static final Pattern HTML =
      Pattern.compile(
          "^(?:\u00ef\u00bb\u00bf)?\\s*<(?:!doctype\\s+html|html|head|\\?xml)",
          Pattern.CASE_INSENSITIVE);

  private final Path path;
  private final long length;
  private final InputStream stream;
  private final CodedInputStream in;
  private String place = "";

  private ProtoFile(Path path, long length, InputStream stream) {
    this.path = path;
    this.length = length;
    this.stream = stream;
    this.in = CodedInputStream.newInstance(stream, BUFFER_BYTES);
  }

  /**
   * @param advice what to do if the file is missing, a sentence
   * @throws UsageException if the file is missing, a directory, empty, or over 2 GiB (where
   *     protobuf messages end)
   * @throws FailedException if the file system fails
   */
  static ProtoFile open(Path path, Configuration conf, String advice) {
    try {
      FileStore file = FileStore.of(path, conf);
      FileStatus status = file.status("");
      if (status.isDirectory()) {
        throw new UsageException(
            "%s: a directory where a file is needed. %s".formatted(path, advice));
      }
      if (status.getLen() == 0) {
        throw new UsageException("%s: the file is empty. %s".formatted(path, advice));
      }
      if (status.getLen() > Integer.MAX_VALUE) {
        throw new UsageException(
            "%s: %d bytes, but protobuf messages end at 2 GiB, so Caffe did not write this file"
                .formatted(path, status.getLen()));
      }
      ProtoFile proto = new ProtoFile(path, status.getLen(), file.open(""));
      proto.refuseOtherFormats(file);
      return proto;
    } catch (FileNotFoundException e) {
      throw new UsageException("%s: no such file. %s".formatted(path, advice), e);
    } catch (IOException e) {
      throw new FailedException("%s: cannot be opened: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Formats that are often found under these names, told by how they begin. */
  private void refuseOtherFormats(FileStore file) throws IOException {
    byte[] start;
    try (InputStream once = file.open("")) {
      start = once.readNBytes(SNIFFED_BYTES);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    String format = null;
    if (text.startsWith("\u0089HDF")) {
      format = "an HDF5 file (Caffe's other snapshot format); save it as protobuf first";
    } else if (text.startsWith("PK")) {
      format = "a ZIP archive";
    } else if (text.startsWith("\u001f\u008b")) {
      format = "a gzip archive; unpack it first";
    } else if (text.startsWith("version https://git-lfs.github.com/spec/")) {
      format = "a pointer to one in Git LFS; fetch it with 'git lfs pull'";
    } else if (HTML.matcher(text).find()) {
      format = "an HTML page, such as a server sends instead of a file; download it again";
    } else if (text.chars().allMatch(ProtoFile::printable) && !text.isBlank()) {
      String line = text.strip().lines().findFirst().orElse("");
      format =
          "a text file that begins with '%s'"
              .formatted(line.substring(0, Math.min(line.length(), SHOWN)));
    }
    if (format != null) {
      stream.close();
      throw problem("this is not a Caffe file but " + format);
    }
  }

  private static boolean printable(int c) {
    return (c >= ' ' && c < 127) || c == '\n' || c == '\r' || c == '\t';
  }

  CodedInputStream in() {
    return in;
  }

  /** Says what is being read from here on, such as {@code layer 'conv1'}; empty for the file. */
  void at(String newPlace) {
    place = newPlace;
  }

  /** A mistake in the file's content; the message names file and place. */
  UsageException problem(String what) {
    return new UsageException(
        "%s%s: %s".formatted(path, place.isEmpty() ? "" : ": " + place, what));
  }

  /**
   * Goes into a length-delimited field: a nested message or packed values.
   *
   * @return what {@link #leave} wants
   * @throws UsageException if the file ends before the field does
   */
  int enter() throws IOException {
    return in.pushLimit(fieldLength());
  }

  /** The length in bytes of the length-delimited field that begins here. */
  int fieldLength() throws IOException {
    int bytes = in.readRawVarint32();
    long end = (long) in.getTotalBytesRead() + bytes;
    if (bytes < 0 || end > length) {
      throw problem(
          ("the file is truncated: it has %d bytes, and what begins at byte %d needs %s. Copy it "
                  + "again and compare its checksum with the source's")
              .formatted(
                  length,
                  in.getTotalBytesRead(),
                  bytes < 0 ? "over 2 GiB" : (end - length) + " more"));
    }
    return bytes;
  }

  /** A field that is there, but encoded as no Caffe message has it. */
  void requireWireType(int tag, int wanted) throws InvalidProtocolBufferException {
    if (WireFormat.getTagWireType(tag) != wanted) {
      throw new InvalidProtocolBufferException(
          "field %d has the wire type %d, not %d"
              .formatted(
                  WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag), wanted));
    }
  }

  /** Leaves the field that {@link #enter} went into; the rest of it is an error of the file. */
  void leave(int outer) throws IOException {
    in.checkLastTagWas(0);
    in.popLimit(outer);
  }

  /** What the parser or the file system threw, as the problem that it is. */
  RuntimeException explain(IOException e, String kind) {
    if (e instanceof InvalidProtocolBufferException) {
      return new UsageException(
          "%s%s: not a %s, or damaged at byte %d: %s"
              .formatted(
                  path,
                  place.isEmpty() ? "" : ": " + place,
                  kind,
                  in.getTotalBytesRead(),
                  e.getMessage()),
          e);
    }
    return new FailedException(
        "%s: reading failed at byte %d: %s".formatted(path, in.getTotalBytesRead(), e.getMessage()),
        e);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
