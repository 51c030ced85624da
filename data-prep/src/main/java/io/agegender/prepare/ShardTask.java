// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.dataset.format.ShardReceipt;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.image.Picture;
import io.agegender.image.PictureReader;
import io.agegender.image.PictureRules;
import io.agegender.image.Squaring;
import io.agegender.storage.Checksums;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Makes one shard: reads and decodes each picture once, writes the records and, after them, the
 * receipt. A shard that an earlier attempt finished is left as it is.
 */
final class ShardTask {
  private final FileStore dataset;
  private final RawPictures raw;
  private final PictureReader reader;

  ShardTask(String raw, String dataset, PictureRules rules, Configuration conf) throws IOException {
    this.raw = RawPictures.open(raw, conf);
    this.dataset = FileStore.of(new Path(dataset), conf);
    this.reader = new PictureReader(rules);
  }

  /** What a shard came to, and whether it was made now. */
  record Outcome(ShardReceipt receipt, boolean kept) implements java.io.Serializable {}

  Outcome run(ShardPlan plan) {
    Optional<ShardReceipt> earlier = ShardReceipt.find(dataset, plan.number(), plan.key());
    if (earlier.isPresent()) {
      return new Outcome(earlier.get(), true);
    }
    List<byte[]> records = new ArrayList<>(plan.candidates().size());
    List<ShardReceipt.Stored> stored = new ArrayList<>(plan.candidates().size());
    List<ShardReceipt.Rejected> rejected = new ArrayList<>();
    for (int i = 0; i < plan.candidates().size(); i++) {
      RawPictures.Content content = raw.read(plan.candidates().get(i));
      if (content instanceof RawPictures.Content.Bytes file) {
        Picture picture = reader.read(file.bytes(), squaring(plan.alignment()));
        if (picture instanceof Picture.Accepted accepted) {
          records.add(accepted.record());
          stored.add(
              new ShardReceipt.Stored(
                  i,
                  Checksums.crc32c(accepted.record()),
                  SourceFacts.of(accepted.facts(), file.bytes())));
        } else {
          rejected.add(rejected(i, (Picture.Rejected) picture));
        }
      } else {
        rejected.add(rejected(i, ((RawPictures.Content.None) content).why()));
      }
    }
    FileStore.Written written = ShardWriter.write(dataset, plan.number(), records);
    ShardReceipt receipt =
        new ShardReceipt(
            plan.key(), plan.number(), written.bytes(), written.sha256(), stored, rejected);
    receipt.write(dataset);
    return new Outcome(receipt, false);
  }

  static Squaring squaring(Alignment alignment) {
    return alignment == Alignment.UNALIGNED ? Squaring.REPLICATE_EDGES : Squaring.NONE;
  }

  private static ShardReceipt.Rejected rejected(int candidate, Picture.Rejected why) {
    return new ShardReceipt.Rejected(candidate, why.reason().name(), why.detail());
  }
}
