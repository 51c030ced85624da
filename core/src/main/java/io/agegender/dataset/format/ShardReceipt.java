// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.json.Json;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writing of one shard came to. It is kept beside the shard until the dataset is complete:
 * with it a job that is started again knows that the shard need not be written again.
 *
 * @param key SHA-256 over all that the shard is made of: settings, and the pictures' paths, lengths
 *     and times
 * @param shard the shard's number
 * @param bytes the shard's length
 * @param sha256 the shard's SHA-256
 * @param stored the records in the order of their slots
 * @param rejected the pictures without a record
 */
public record ShardReceipt(
    String key, int shard, long bytes, String sha256, List<Stored> stored, List<Rejected> rejected)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardReceipt.class);

  /**
   * A record.
   *
   * @param candidate the position among the pictures of the shard's plan
   * @param crc32c CRC-32C of the record
   * @param source what the file was
   */
  public record Stored(int candidate, int crc32c, SourceFacts source) implements Serializable {}

  /**
   * A picture without a record.
   *
   * @param candidate the position among the pictures of the shard's plan
   * @param reason a name of {@link io.agegender.image.verdict.PictureReason}
   * @param detail what was found
   */
  public record Rejected(int candidate, String reason, String detail) implements Serializable {}

  /** Writes it to its place: a line of JSON, and a line with its SHA-256. */
  public void write(FileStore storage) {
    byte[] json = Json.ofRecord(this);
    String hash = Sha256.of(json);
    storage.write(
        Layout.receipt(shard),
        out -> {
          out.write(json);
          out.write(("\n" + hash + "\n").getBytes(StandardCharsets.UTF_8));
        });
  }

  /** One flipped bit could otherwise give a record to another face. */
  private static ShardReceipt parse(byte[] file) throws IOException {
    String text = new String(file, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String json = text.substring(0, Math.max(0, end));
    if (!text.equals(json + "\n" + Sha256.of(json.getBytes(StandardCharsets.UTF_8)) + "\n")) {
      throw new IOException("its SHA-256 differs");
    }
    return Json.toRecord(json.getBytes(StandardCharsets.UTF_8), ShardReceipt.class);
  }

  /**
   * The receipt of a shard, if the shard is there byte for byte and was made of the same things.
   *
   * @param key the key of what it has to be made of
   * @throws FailedException if the file system fails
   */
  public static Optional<ShardReceipt> find(FileStore storage, int shard, String key) {
    if (!storage.exists(Layout.receipt(shard))) {
      return Optional.empty();
    }
    try {
      ShardReceipt receipt;
      try {
        receipt = parse(storage.read(Layout.receipt(shard)));
      } catch (IOException e) {
        LOG.warn(
            "{} is damaged ({}); its shard is made again",
            storage.path(Layout.receipt(shard)),
            e.getMessage());
        return Optional.empty();
      }
      boolean fits = receipt.key().equals(key) && storage.exists(Layout.shard(shard));
      return fits
              && receipt.bytes() == storage.status(Layout.shard(shard)).getLen()
              && receipt.sha256().equals(storage.hash(Layout.shard(shard)))
          ? Optional.of(receipt)
          : Optional.empty();
    } catch (IOException e) {
      throw new FailedException(
          "cannot read %s: %s; delete it, and its shard is made again"
              .formatted(storage.path(Layout.receipt(shard)), e.getMessage()),
          e);
    }
  }
}
