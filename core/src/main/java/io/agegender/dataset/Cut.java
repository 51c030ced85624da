package io.agegender.dataset;

import io.agegender.dataset.format.Face;
import io.agegender.image.Mirror;
import java.io.Serializable;

/**
 * Which part of which face a network is shown.
 *
 * @param face {@link Face#id()}
 * @param top rows above the crop
 * @param left columns left of the crop
 * @param mirror whether left and right are exchanged
 */
public record Cut(int face, int top, int left, Mirror mirror) implements Serializable {}
