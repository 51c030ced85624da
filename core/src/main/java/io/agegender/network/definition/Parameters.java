// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import java.io.Serializable;

/**
 * The weights or the biases of a layer.
 *
 * @param filler first values
 * @param rate multiplier of the solver's learning rate ({@code lr_mult}), at least 0
 * @param decay multiplier of the solver's weight decay ({@code decay_mult}), at least 0
 */
public record Parameters(Filler filler, double rate, double decay) implements Serializable {}
