package io.agegender.prep.sample;

import io.agegender.adience.Alignment;
import java.util.List;

/**
 * One row of a fold file.
 *
 * @param fold 0 to 4
 * @param user the album's owner, always with an {@code @}
 * @param photo the name of the photo, {@code .jpg} included
 * @param subject the person, unique over all folds (column {@code face_id})
 * @param age the label as it is written, such as {@code (25, 32)}, {@code 35} or {@code None}
 * @param gender {@code m}, {@code f}, {@code u} or empty
 * @param box face box in the photo and pose, the last seven columns: x, y, dx, dy in pixels, tilt
 *     and yaw in degrees, score
 */
record SampleRow(
    int fold,
    String user,
    String photo,
    String subject,
    String age,
    String gender,
    List<String> box) {
  static final List<String> COLUMNS =
      List.of(
          "user_id",
          "original_image",
          "face_id",
          "age",
          "gender",
          "x",
          "y",
          "dx",
          "dy",
          "tilt_ang",
          "fiducial_yaw_angle",
          "fiducial_score");

  SampleRow {
    box = List.copyOf(box);
  }

  String line() {
    return String.join("\t", user, photo, subject, age, gender, String.join("\t", box));
  }

  /** What tells this face from all others; duplicate rows have the same. */
  String face() {
    return user + "/" + subject + "." + photo;
  }

  /** Where the picture lies in the tree: {@code folder/user/prefix.subject.photo}. */
  String path(Alignment alignment) {
    return "%s/%s/%s.%s.%s".formatted(alignment.folder(), user, alignment.prefix(), subject, photo);
  }
}
