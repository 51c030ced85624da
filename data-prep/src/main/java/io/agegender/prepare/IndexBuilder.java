// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.dataset.build.DatasetBuilder;
import io.agegender.dataset.build.FaceImage;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.ShardReceipt;
import io.agegender.image.Picture;
import io.agegender.image.verdict.PictureReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the index together from what the shards came to, in the order of shards and slots. */
final class IndexBuilder {
  private IndexBuilder() {}

  static DatasetBuilder.Stored stored(
      DatasetBuilder builder,
      PicturePlan pictures,
      List<ShardPlan> plans,
      List<ShardReceipt> receipts) {
    List<Face> faces = new ArrayList<>();
    List<Manifest.Shard> shards = new ArrayList<>();
    Map<FaceImage, Picture.Rejected> rejected = new HashMap<>(pictures.rejected());
    for (ShardPlan plan : plans) {
      ShardReceipt receipt = receipts.get(plan.number());
      List<ShardReceipt.Stored> stored = receipt.stored();
      Manifest.Shard shard = new Manifest.Shard(plan.number(), plan.alignment(), stored.size());
      for (int slot = 0; slot < stored.size(); slot++) {
        ShardReceipt.Stored record = stored.get(slot);
        faces.add(
            builder.face(
                faces.size(),
                image(plan, record.candidate()),
                new Face.Place(plan.number(), slot, record.crc32c()),
                record.source()));
      }
      for (ShardReceipt.Rejected why : receipt.rejected()) {
        rejected.put(
            image(plan, why.candidate()),
            new Picture.Rejected(PictureReason.valueOf(why.reason()), why.detail()));
      }
      shards.add(shard);
    }
    return new DatasetBuilder.Stored(faces, shards, rejected);
  }

  private static FaceImage image(ShardPlan plan, int candidate) {
    Candidate picture = plan.candidates().get(candidate);
    return new FaceImage(picture.face(), picture.alignment());
  }
}
