// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device;

import io.agegender.engine.Inlet;
import io.agegender.engine.Primitives;
import io.agegender.image.CropSpec;
import io.agegender.image.Pixels;
import io.agegender.training.AugmentedSample;
import io.agegender.training.Minibatch;
import java.nio.ByteBuffer;
import java.util.List;

/** Buffers and device memory of one minibatch: records, places of the crops, labels. */
record FeedSlot(Inlet records, Inlet draws, Inlet labels) {
  private static final int DRAW = 3;

  static FeedSlot of(Primitives primitives, int pictures) {
    return new FeedSlot(
        primitives.byteInlet(Math.multiplyExact(pictures, Pixels.RECORD)),
        primitives.intInlet(DRAW * pictures),
        primitives.intInlet(pictures));
  }

  /**
   * Reads a minibatch into the buffers, as soon as what was there before has been sent.
   *
   * @param size height and width of a crop in pixels
   */
  void fill(Minibatch minibatch, int size, StoredFaces faces, byte[] record) {
    inlets().forEach(Inlet::awaitSent);
    ByteBuffer pixels = records.buffer().clear();
    ByteBuffer places = draws.buffer().clear();
    ByteBuffer classes = labels.buffer().clear();
    for (AugmentedSample sample : minibatch.samples()) {
      faces.read(sample.face(), record);
      pixels.put(record);
      CropSpec crop = sample.crop(size);
      places.putInt(crop.top()).putInt(crop.left()).putInt(crop.mirrored() ? 1 : 0);
      classes.putInt(sample.label());
    }
  }

  void send() {
    inlets().forEach(Inlet::send);
  }

  void receive() {
    inlets().forEach(Inlet::receive);
  }

  void release() {
    inlets().forEach(Inlet::release);
  }

  private List<Inlet> inlets() {
    return List.of(records, draws, labels);
  }
}
