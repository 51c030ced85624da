/** What the networks are: architectures, initialisations, heads, fillers. */
package io.agegender.network.definition;
