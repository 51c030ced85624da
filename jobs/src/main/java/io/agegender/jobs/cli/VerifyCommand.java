// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.cli.option.DatasetOption;
import io.agegender.prepare.VerifyJob;
import io.agegender.prepare.VerifyResult;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code agegender verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks every checksum and the accounting of a dataset and names what is damaged.",
      "Exit code 1 if anything is."
    })
final class VerifyCommand extends SparkCommand<Config> {
  @Mixin private DatasetOption dataset;

  @Override
  protected Config settings(SettingsReader reader) {
    return reader.config(); // None of its own.
  }

  @Override
  protected int run(SparkSession spark, Config config) {
    VerifyResult result = VerifyJob.run(spark, dataset.path(), progress());
    result.problems().forEach(out()::println);
    out()
        .printf(
            "%s: %d files and %d records checked, %s%n",
            dataset,
            result.files(),
            result.records(),
            result.isSound() ? "all sound" : result.problems().size() + " problems");
    return result.isSound() ? Problems.DONE : Problems.FAILED;
  }
}
