// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void aStoreThatHasAnsweredBeforeIsWaitedFor() throws IOException {
    Patience patience = patience("a://known", "1m");
    assertThat(patience.during(() -> "first")).isEqualTo("first");
    assertThat(patience.during(() -> away(2))).isEqualTo("back");
    assertThat(attempts).hasValue(3);
  }

  @Test
  void oneThatNeverAnsweredOrStaysAwayIsNot() throws IOException {
    assertThatThrownBy(() -> patience("a://unknown", "1m").during(() -> away(2)))
        .isInstanceOf(ConnectException.class);
    assertThat(attempts).hasValue(1);

    Patience patience = patience("a://gone", "300ms");
    assertThat(patience.during(() -> "first")).isEqualTo("first");
    assertThatThrownBy(() -> patience.during(() -> away(1000)))
        .hasMessageContaining("the store cannot be reached (Connection refused)")
        .hasMessageContaining("longer than storage.outage-patience");
  }

  @Test
  void withoutTheSettingNothingIsWaitedFor() throws IOException {
    Patience none = Patience.of("a://none", new Configuration(false));
    assertThat(none.during(() -> "first")).isEqualTo("first");
    assertThatThrownBy(() -> none.during(() -> away(1))).isInstanceOf(ConnectException.class);
  }

  @Test
  void onlyWhatMayPassIsWaitedFor() {
    assertThat(Patience.isAway(new IOException("aborted", new SocketException("reset")))).isTrue();
    assertThat(Patience.isAway(new UnknownHostException("store"))).isTrue();
    assertThat(Patience.isAway(new IOException("put: (Service: Amazon S3; Status Code: 503; ...)")))
        .isTrue();
    assertThat(
            Patience.isAway(
                new RemoteException("org.apache.hadoop.ipc.StandbyException", "not active")))
        .isTrue();
    assertThat(Patience.isAway(new FileNotFoundException("a"))).isFalse();
    assertThat(Patience.isAway(new AccessDeniedException("a"))).isFalse();
    assertThat(Patience.isAway(new IOException("No space left on device"))).isFalse();
  }

  private String away(int times) throws IOException {
    if (attempts.getAndIncrement() < times) {
      throw new ConnectException("Connection refused");
    }
    return "back";
  }

  private static Patience patience(String place, String time) {
    Configuration configuration = new Configuration(false);
    configuration.set(Patience.SETTING, time);
    return Patience.of(place, configuration);
  }
}
