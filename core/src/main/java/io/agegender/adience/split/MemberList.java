// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import java.util.function.Predicate;

/**
 * Members in 6 bytes each: a million rows are in ten lists of each alignment, and the driver holds
 * them all. Unmodifiable once it is given away.
 */
final class MemberList extends AbstractList<Member> implements RandomAccess {
  private static final Alignment[] ALIGNMENTS = Alignment.values();

  private int[] rows;
  private byte[] alignments;
  private byte[] labels;
  private int size;

  MemberList(int capacity) {
    rows = new int[capacity];
    alignments = new byte[capacity];
    labels = new byte[capacity];
  }

  void append(int row, Alignment alignment, int label) {
    if (label < 0 || label > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("class " + label + " is not 0 to " + Byte.MAX_VALUE);
    }
    rows[size] = row;
    alignments[size] = (byte) alignment.ordinal();
    labels[size++] = (byte) label;
  }

  /** Frees what the members do not need. */
  MemberList trimmed() {
    if (size < rows.length) {
      rows = Arrays.copyOf(rows, size);
      alignments = Arrays.copyOf(alignments, size);
      labels = Arrays.copyOf(labels, size);
    }
    return this;
  }

  /** The members that pass; this list itself if all do. */
  MemberList only(Predicate<Member> wanted) {
    MemberList some = new MemberList(size);
    for (Member member : this) {
      if (wanted.test(member)) {
        some.append(member.row(), member.alignment(), member.label());
      }
    }
    return some.size == size ? this : some.trimmed();
  }

  @Override
  public Member get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return new Member(rows[index], ALIGNMENTS[alignments[index]], labels[index]);
  }

  @Override
  public int size() {
    return size;
  }
}
