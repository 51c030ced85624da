/**
 * From the predictions of many runs to one report: gathered, averaged over folds, compared with
 * each other and with the published table, and written as Markdown, CSV, JSON, HTML and plots.
 */
package io.agegender.score.report;
