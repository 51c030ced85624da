package io.agegender.prepare;

import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Member;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sidecar;
import io.agegender.image.Picture;
import io.agegender.image.verdict.PictureReason;
import io.agegender.prepare.PicturePlan.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The index, put together from what the shards came to, in the order of shards and slots.
 *
 * @param faces the rows of the index
 * @param ids the row of a picture in the index
 * @param rejected why the other pictures have none
 */
record Assembly(List<Face> faces, Map<Image, Integer> ids, Map<Image, Picture.Rejected> rejected) {
  static final int NO_FACE = -1;

  static Assembly of(
      Folds folds,
      LabelPolicy labels,
      PicturePlan pictures,
      List<ShardPlan> plans,
      List<Sidecar> sidecars) {
    Map<FaceKey, List<FoldRow>> rowsOf =
        folds.rows().stream().collect(Collectors.groupingBy(FoldRow::face));
    List<Face> faces = new ArrayList<>();
    Map<Image, Integer> ids = new HashMap<>();
    Map<Image, Picture.Rejected> rejected = new HashMap<>(pictures.rejected());
    for (int shard = 0; shard < plans.size(); shard++) {
      List<Candidate> candidates = plans.get(shard).candidates();
      List<Sidecar.Stored> stored = sidecars.get(shard).stored();
      for (int slot = 0; slot < stored.size(); slot++) {
        Candidate candidate = candidates.get(stored.get(slot).candidate());
        Face face =
            face(
                faces.size(),
                candidate,
                rowsOf.get(candidate.face()),
                labels,
                shard,
                slot,
                stored.get(slot));
        ids.put(new Image(candidate.face(), candidate.alignment()), face.id());
        faces.add(face);
      }
      for (Sidecar.Rejected why : sidecars.get(shard).rejected()) {
        Candidate candidate = candidates.get(why.candidate());
        rejected.put(
            new Image(candidate.face(), candidate.alignment()),
            new Picture.Rejected(PictureReason.valueOf(why.reason()), why.detail()));
      }
    }
    return new Assembly(faces, ids, rejected);
  }

  /** The row of a member in the index, or {@link #NO_FACE}. */
  int idOf(Member member, Folds folds) {
    FaceKey face = folds.rows().get(member.row()).face();
    return ids.getOrDefault(new Image(face, member.alignment()), NO_FACE);
  }

  private static Face face(
      int id,
      Candidate candidate,
      List<FoldRow> rows,
      LabelPolicy labels,
      int shard,
      int slot,
      Sidecar.Stored stored) {
    FoldRow row = rows.get(0);
    return new Face(
        id,
        row.user(),
        row.subject(),
        row.photo(),
        row.fold(),
        candidate.alignment(),
        row.age(),
        row.gender(),
        labels.classOf(Target.AGE, row),
        labels.classOf(Target.GENDER, row),
        rows.size(),
        shard,
        slot,
        stored.crc32c(),
        stored.source());
  }
}
