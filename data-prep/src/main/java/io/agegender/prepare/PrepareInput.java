// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.FoldFile;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.adience.split.Split;
import io.agegender.adience.split.SplitSource;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.build.DatasetSource;
import io.agegender.dataset.build.FaceImage;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Reject;
import io.agegender.storage.FileStore;
import io.agegender.table.LabelledTable;
import io.agegender.table.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What a dataset is prepared from: rows, and the pictures that they name. */
interface PrepareInput {
  /** A few unlisted pictures may be; a missing fold file makes a fifth of all unlisted. */
  double UNLISTED_SHARE = 0.01;

  /** Where the pictures are. */
  FileStore storage();

  /**
   * The rows, their labels and lists.
   *
   * @param unlisted pictures that no row names
   * @param sharedPixels pictures that show what another fold shows
   */
  DatasetSource source(List<String> unlisted, Set<FaceImage> sharedPixels);

  /** Which pictures there are. */
  PicturePlan pictures(PrepareSettings settings);

  /** The SHA-256 of each file that rows were read from, by name. */
  Map<String, String> hashes();

  /** Whether a picture that shows what one of another fold shows is left out of the lists. */
  boolean separatesSharedPixels();

  /** Where a rejected row stands. */
  String where(Reject reject);

  /** What seems to be missing although a dataset could be made. */
  List<String> warnings(Manifest manifest, FileStore out);

  /** The tree of Adience. */
  record Tree(RawTree tree, Folds folds, PrepareSettings settings, SplitSource splits)
      implements PrepareInput {
    @Override
    public FileStore storage() {
      return tree.storage();
    }

    @Override
    public DatasetSource source(List<String> unlisted, Set<FaceImage> sharedPixels) {
      return new TreeSource(folds, settings, splits, unlisted, tree.origin());
    }

    @Override
    public PicturePlan pictures(PrepareSettings rules) {
      return PicturePlan.of(tree, folds, rules);
    }

    @Override
    public Map<String, String> hashes() {
      return tree.foldFileHashes(folds);
    }

    /** What the original has twice stays as it is. */
    @Override
    public boolean separatesSharedPixels() {
      return false;
    }

    @Override
    public String where(Reject reject) {
      return "line %d of %s".formatted(reject.line(), FoldFile.name(reject.fold()));
    }

    @Override
    public List<String> warnings(Manifest manifest, FileStore out) {
      List<String> warnings = new ArrayList<>(tree.missingFolds());
      long unlisted = manifest.counts().get("unlisted-pictures");
      long pictures = unlisted + manifest.counts().get("faces");
      if (unlisted > UNLISTED_SHARE * pictures) {
        warnings.add(
            "%d of %d pictures are in the tree, but no fold file lists them; each is in %s. Look whether a fold file is missing or cut"
                .formatted(unlisted, pictures, out.path(Layout.REJECTS)));
      }
      return warnings;
    }
  }

  /** Pictures that a table names. */
  record Table(FileStore storage, LabelledTable table, PrepareSettings settings)
      implements PrepareInput {
    @Override
    public DatasetSource source(List<String> unlisted, Set<FaceImage> sharedPixels) {
      SortedMap<String, String> provenance = settings.provenance();
      // These two are of the tree; a table has its own.
      provenance.remove("labels");
      provenance.put(
          "alignments",
          table.alignments().stream().map(Alignment::key).collect(Collectors.joining(",")));
      return new TableSource(
          table,
          settings.splits().rules(),
          settings.meanTarget(),
          FaceOrigin.ofTable(storage.exists(FaceOrigin.MARK)),
          provenance,
          unlisted,
          sharedPixels);
    }

    @Override
    public PicturePlan pictures(PrepareSettings rules) {
      return PicturePlan.of(storage, table, rules);
    }

    /** The settings hold the table's. */
    @Override
    public Map<String, String> hashes() {
      return Map.of();
    }

    @Override
    public boolean separatesSharedPixels() {
      return true;
    }

    @Override
    public String where(Reject reject) {
      return "row %d of the table".formatted(reject.line());
    }

    @Override
    public List<String> warnings(Manifest manifest, FileStore out) {
      return table.notes();
    }
  }

  /**
   * The raw Adience tree: fold files, and folders of pictures.
   *
   * @param unlisted pictures that no row names
   */
  record TreeSource(
      Folds folds,
      PrepareSettings settings,
      SplitSource splits,
      List<String> unlisted,
      FaceOrigin origin)
      implements DatasetSource {
    @Override
    public LabelPolicy labels() {
      return settings.labels();
    }

    @Override
    public List<Alignment> stored() {
      return settings.alignments();
    }

    @Override
    public Split split(Target target, Alignment alignment, int testFold) {
      return splits.split(target, alignment, testFold);
    }

    @Override
    public List<Target> meanTargets() {
      return List.of(settings.meanTarget());
    }

    @Override
    public Accounting.LeftOut unused() {
      return settings.splits().source() == PrepareSettings.Source.ORIGINAL_LISTS
          ? Accounting.LeftOut.NOT_IN_LISTS
          : Accounting.LeftOut.DUPLICATE_ROW;
    }

    @Override
    public SortedMap<String, String> provenance() {
      SortedMap<String, String> values = settings.provenance();
      origin.note(FaceOrigin.KEY, values);
      return values;
    }
  }
}
