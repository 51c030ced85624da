// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code key=value} arguments; each command says in its description which ones it takes. */
record Arguments(Map<String, String> values) {
  static Arguments parse(String[] arguments, int from) {
    return new Arguments(
        Arrays.stream(arguments)
            .skip(from)
            .map(a -> a.split("=", 2))
            .collect(Collectors.toMap(a -> a[0], a -> a[1])));
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("argument " + key + "= is missing");
    }
    return value;
  }

  int number(String key) {
    return Integer.parseInt(text(key));
  }

  Path path(String key) {
    return Path.of(text(key));
  }

  String net(int batch, NetText.Ending ending) {
    return Nets.text(text("net"), text("target"), batch, ending);
  }
}
