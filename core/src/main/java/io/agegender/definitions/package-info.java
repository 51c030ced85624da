// SPDX-License-Identifier: Apache-2.0
/**
 * Folders of Caffe definitions in the original's layout: read, compared with the built-in
 * configurations, and written.
 */
package io.agegender.definitions;
