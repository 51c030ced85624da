/** From a person to a JPEG: camera, light, brushes and encoder. */
package io.agegender.synthetic.painting;
