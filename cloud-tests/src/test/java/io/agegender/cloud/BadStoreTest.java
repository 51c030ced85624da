// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is wrong with a store, or with the way to it, is one line that says what to do. */
@Tag("slow")
class BadStoreTest {
  private static final String OF_BUCKET = "spark.hadoop.fs.s3a.bucket.";

  private final S3Server server = S3Server.get();
  private final Map<String, String> bad =
      Map.of(
          "nobody.aws.credentials.provider",
          "com.amazonaws.auth.EnvironmentVariableCredentialsProvider",
          "stranger.access.key",
          "another",
          "guesser.secret.key",
          "another",
          "nowhere.endpoint",
          "http://127.0.0.1:1",
          "nowhere.attempts.maximum",
          "1",
          "nowhere.retry.limit",
          "1",
          "nohost.endpoint",
          "http://store.invalid");

  @AfterEach
  void heal() {
    bad.keySet().forEach(key -> System.clearProperty(OF_BUCKET + key));
    server.heal();
  }

  @Test
  void credentialsAddressAndBucketAreNamed() {
    bad.forEach((key, value) -> System.setProperty(OF_BUCKET + key, value));
    assertRefused("nobody", "there are no credentials; set AWS_ACCESS_KEY_ID");
    assertRefused("stranger", "the store does not know the access key");
    assertRefused("guesser", "the store refuses the secret key");
    assertRefused("nowhere", "the store cannot be reached", "fs.s3a.endpoint");
    assertRefused("nohost", "the store cannot be reached", "unknown host");
    assertRefused("absent", "there is no such bucket");
  }

  @Test
  void aClockThatIsWrongAndMissingPermissionsAreNamed() {
    server.fault(S3Fault.CLOCK, Integer.MAX_VALUE, request -> true);
    assertRefused(S3Server.BUCKET, "clock", "NTP");
    server.fault(S3Fault.DENIED, Integer.MAX_VALUE, request -> true);
    assertRefused(S3Server.BUCKET, "permission denied by the store");
  }

  @Test
  void withoutPermissionToWriteNothingIsBegun() {
    server.fault(S3Fault.DENIED, Integer.MAX_VALUE, S3Request::isWrite);
    server.forget();
    Command command = Command.run("definitions", "--out", S3Server.uri("readonly"));
    assertThat(command.code()).as(command.err()).isEqualTo(1);
    assertOneLine(command, "permission denied by the store", "readonly");
    server.heal();
    assertThat(command.out()).isEmpty();
  }

  private static void assertRefused(String bucket, String... reasons) {
    Command command =
        Command.run("inspect", "--dataset", "s3a://" + bucket + "/dataset", "--sheet", "/dev/null");
    assertThat(command.code()).as(command.err()).isBetween(1, 2);
    assertThat(command.err()).contains("s3a://" + bucket);
    assertOneLine(command, reasons);
  }

  private static void assertOneLine(Command command, String... reasons) {
    assertThat(command.err().strip().lines()).as(command.err()).hasSize(1);
    assertThat(command.err()).contains(List.of(reasons)).doesNotContain("internal error");
  }
}
