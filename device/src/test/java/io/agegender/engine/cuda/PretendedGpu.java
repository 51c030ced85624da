// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.agegender.engine.kernel.KernelSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Libraries with the names of CUDA's, cuBLAS's, cuDNN's and NVRTC's that compute on the CPU: {@code
 * pretended.cpp}. They are loaded by a JVM of their own.
 */
record PretendedGpu(Path folder) {
  private static final String ALL = "libpretended.so";
  private static final List<String> LIBRARIES =
      List.of(
          "libcuda.so.1",
          "libcudart.so.13",
          "libnvrtc.so.13",
          "libcublasLt.so.13",
          "libcublas.so.13",
          "libcudnn_graph.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_cnn.so.9",
          "libcudnn_adv.so.9");

  /** What a program wrote, and how it ended. */
  record Ended(int code, List<String> lines) {}

  /** Compiles them; the test is skipped where g++ is not. */
  static PretendedGpu compiled(Path folder) throws IOException, InterruptedException {
    boolean compiler =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "g++")));
    assumeThat(compiler).as("g++ is on the path").isTrue();
    Files.writeString(folder.resolve("kernels.cu"), KernelSource.text());
    try (InputStream source = PretendedGpu.class.getResourceAsStream("pretended.cpp")) {
      Files.write(folder.resolve("pretended.cpp"), Objects.requireNonNull(source).readAllBytes());
    }
    String names =
        KernelSource.kernels().stream()
            .map(kernel -> "K(" + kernel + ")")
            .collect(Collectors.joining(" "));
    List<String> shared = List.of("g++", "-shared", "-z", "noexecstack");
    List<String> compile = new ArrayList<>(shared);
    compile.addAll(
        List.of("-std=c++17", "-O1", "-ffp-contract=off", "-fPIC", "-fvisibility=hidden"));
    compile.addAll(List.of("-DKERNELS=" + names, "-o", ALL, "pretended.cpp"));
    run(folder, compile);
    for (String library : LIBRARIES) {
      List<String> link = new ArrayList<>(shared);
      link.addAll(List.of("-o", library, "-Wl,-soname," + library, "-Wl,--no-as-needed"));
      link.addAll(List.of("-Wl,-rpath,$ORIGIN", ALL));
      run(folder, link);
    }
    return new PretendedGpu(folder);
  }

  /**
   * Runs a program with these libraries.
   *
   * @param environment is added
   * @param arguments the program's
   */
  Ended java(Class<?> program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("jni"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(environment);
    all.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    all.put("PRETENDED_LEFT", folder.resolve("left").toString());
    return started(Path.of("").toAbsolutePath(), folder.resolve("log.txt"), command, all);
  }

  /** What the last program had left of the GPU when it ended. */
  String left() throws IOException {
    return Files.readString(folder.resolve("left")).strip();
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Ended ended = started(folder, folder.resolve("log.txt"), command, Map.of());
    assertThat(ended.code()).as("%s", ended.lines()).isZero();
  }

  private static Ended started(
      Path folder, Path log, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Ended(code, Files.readAllLines(log, StandardCharsets.UTF_8));
  }
}
