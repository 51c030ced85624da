// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import io.agegender.adience.split.Member;
import io.agegender.adience.split.Split;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.build.FaceImage;
import io.agegender.dataset.build.PictureSource;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.prepare.lmdb.EntryDecoder.BadEntry;
import io.agegender.prepare.lmdb.Survey.Entry;
import io.agegender.prepare.lmdb.Survey.Origin;
import io.agegender.prepare.lmdb.Survey.Person;
import io.agegender.storage.Checksums;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The rows of the fold files as far as the LMDBs show them, and the lists as members of these rows.
 * A face that a test list has twice was in two rows.
 */
final class LmdbSource implements PictureSource, AutoCloseable {
  private final LmdbTree tree;
  private final Survey survey;
  private final Folds folds;
  private final Map<FaceKey, Integer> firstRow = new HashMap<>();
  private final Map<LmdbList, List<Member>> members = new HashMap<>();
  private final Map<LmdbList, LmdbReader> open = new HashMap<>();
  private final ImportLmdbSettings settings;
  private final EntryDecoder decoder;

  /**
   * @throws UsageException if a mixed LMDB tests other faces than the ones of its alignments
   */
  LmdbSource(LmdbTree tree, Survey survey, ImportLmdbSettings settings) {
    this.tree = tree;
    this.decoder = new EntryDecoder(tree.origin());
    this.settings = settings;
    this.survey = survey;
    List<FoldRow> rows = new ArrayList<>();
    survey.persons().entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<FaceKey, Person> e) -> e.getValue().fold())
                .thenComparing(Map.Entry::getKey))
        .forEach(
            e -> {
              firstRow.put(e.getKey(), rows.size());
              for (int i = 0; i < e.getValue().rows(); i++) {
                rows.add(row(e.getKey(), e.getValue()));
              }
            });
    this.folds = new Folds(tree.testFolds(), List.copyOf(rows), List.of());
    refuseOtherTests();
  }

  @Override
  public Folds folds() {
    return folds;
  }

  @Override
  public Labels labels() {
    return tree.origin().labels();
  }

  @Override
  public List<Alignment> stored() {
    return tree.alignments().stream().flatMap(a -> a.parts().stream()).distinct().sorted().toList();
  }

  @Override
  public List<Alignment> alignments() {
    return tree.alignments();
  }

  @Override
  public Split split(Target target, Alignment alignment, int testFold) {
    return new Split(
        members(new LmdbList(alignment, testFold, target, Subset.TRAIN)),
        members(new LmdbList(alignment, testFold, target, Subset.VAL)),
        members(new LmdbList(alignment, testFold, target, Subset.TRAIN_SUBSET)),
        members(new LmdbList(alignment, testFold, target, Subset.TEST)));
  }

  @Override
  public List<Target> meanTargets() {
    Target first = settings.meanTarget();
    return List.of(first, first == Target.AGE ? Target.GENDER : Target.AGE);
  }

  @Override
  public Accounting.LeftOut unused() {
    return Accounting.LeftOut.NOT_IN_LISTS;
  }

  @Override
  public List<Reject> rejects() {
    return survey.rejects();
  }

  @Override
  public SortedMap<String, String> provenance() {
    SortedMap<String, String> values = settings.provenance();
    values.putAll(tree.origin().facts());
    return values;
  }

  @Override
  public Collection<FaceImage> images() {
    return survey.images();
  }

  @Override
  public StoredPicture picture(FaceImage image) {
    Origin origin = survey.origin(image);
    LmdbReader reader = open.computeIfAbsent(origin.list(), tree::open);
    try {
      EntryDecoder.Decoded decoded =
          decoder.decode(origin.list(), origin.key(), reader.value(origin.key()));
      if (!decoded.source().equals(origin.source())
          || Checksums.crc32c(decoded.record()) != origin.crc32c()) {
        throw changed(origin, "its bytes differ");
      }
      return new StoredPicture(decoded.record(), decoded.source());
    } catch (BadEntry e) {
      throw changed(origin, e.getMessage());
    }
  }

  private static FailedException changed(Origin origin, String how) {
    return new FailedException(
        "%s %s was changed while it was read: %s; start again when nobody writes there"
            .formatted(origin.list(), origin.key(), how));
  }

  @Override
  public void close() {
    open.values().forEach(LmdbReader::close);
  }

  /** The label of a face as a fold file would spell it; empty where it is not known. */
  private String label(Person person, Target target) {
    int label = person.label(target);
    return label < 0 ? "" : tree.origin().classes(target).labels().get(label);
  }

  private Set<Place> tested(Target target, Alignment alignment) {
    Set<Place> tested = new HashSet<>();
    for (int testFold : tree.testFolds()) {
      for (Member member : split(target, alignment, testFold).test()) {
        tested.add(new Place(member.row(), member.alignment()));
      }
    }
    return tested;
  }

  private record Place(int row, Alignment alignment) {}

  /** A dataset has one account of each picture, however many lists look at it. */
  private void refuseOtherTests() {
    for (Target target : Target.values()) {
      refuseOtherTests(target);
    }
  }

  private void refuseOtherTests(Target target) {
    if (!tree.alignments().contains(Alignment.MIXED)) {
      return;
    }
    for (Alignment part : stored()) {
      if (tree.alignments().contains(part)) {
        Set<Place> mixed = tested(target, Alignment.MIXED);
        mixed.removeIf(place -> place.alignment() != part);
        Set<Place> own = tested(target, part);
        if (!mixed.equals(own)) {
          throw new UsageException(
              "%s: the %s test LMDBs in lmdb_mixed have %d faces of %s, those in %s have %d, and not the same ones; import them into different datasets with import-lmdb.alignments"
                  .formatted(
                      tree.root(),
                      target.key(),
                      mixed.size(),
                      part.key(),
                      LmdbList.root(part),
                      own.size()));
        }
      }
    }
  }

  /** The n-th entry of a face in a list is the n-th row of the face. */
  private List<Member> members(LmdbList list) {
    return members.computeIfAbsent(list, this::find);
  }

  private List<Member> find(LmdbList list) {
    Map<FaceImage, Integer> seen = new HashMap<>();
    List<Member> found = new ArrayList<>();
    for (Entry entry : survey.entries(list)) {
      FaceKey face = entry.image().face();
      int before = seen.merge(entry.image(), 1, Integer::sum) - 1;
      int row = firstRow.get(face) + Math.min(before, survey.persons().get(face).rows() - 1);
      found.add(new Member(row, entry.image().alignment(), entry.label()));
    }
    return List.copyOf(found);
  }

  private FoldRow row(FaceKey face, Person person) {
    return new FoldRow(
        person.fold(),
        -1,
        face.user(),
        face.photo(),
        face.subject(),
        label(person, Target.AGE),
        label(person, Target.GENDER));
  }
}
