// SPDX-License-Identifier: Apache-2.0
/** From a person to a JPEG: camera, light, brushes and encoder. */
package io.agegender.synthetic.painting;
