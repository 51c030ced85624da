// SPDX-License-Identifier: Apache-2.0
/** Faces and their maps as pictures and files: heat, overlay, contours. */
package io.agegender.heatmap.picture;
