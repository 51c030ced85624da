// SPDX-License-Identifier: Apache-2.0
/** Results as Markdown, CSV, JSON, HTML, plots and console text. */
package io.agegender.report.render;
