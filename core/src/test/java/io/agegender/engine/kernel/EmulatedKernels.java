// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.kernel;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The kernels' source, compiled for the CPU by g++. */
final class EmulatedKernels implements KernelLauncher {
  private EmulatedKernels() {}

  private static native boolean run(String kernel, long[] arguments);

  /** Compiles and loads them; the test is skipped where g++ or Java's headers are not. */
  static EmulatedKernels compiled(Path folder) throws IOException, InterruptedException {
    boolean compiler =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "g++")));
    assumeThat(compiler).as("g++ is on the path").isTrue();
    Path include = Path.of(System.getProperty("java.home"), "include");
    assumeThat(include).as("this Java brings jni.h").exists();
    Files.writeString(folder.resolve("kernels.cu"), KernelSource.text());
    try (InputStream shim = EmulatedKernels.class.getResourceAsStream("emulate.cpp")) {
      Files.write(folder.resolve("emulate.cpp"), Objects.requireNonNull(shim).readAllBytes());
    }
    String names =
        KernelSource.kernels().stream()
            .map(kernel -> "K(" + kernel + ")")
            .collect(Collectors.joining(" "));
    Path library = folder.resolve("libkernels.so");
    Path log = folder.resolve("log.txt");
    int code =
        new ProcessBuilder(
                List.of(
                    "g++",
                    "-std=c++17",
                    "-O2",
                    "-ffp-contract=off",
                    "-shared",
                    "-fPIC",
                    "-DKERNELS=" + names,
                    "-I" + include,
                    "-I" + include.resolve("linux"),
                    "-o",
                    library.toString(),
                    folder.resolve("emulate.cpp").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new AssertionError("the kernels do not compile:\n" + Files.readString(log));
    }
    System.load(library.toString());
    return new EmulatedKernels();
  }

  @Override
  public void launch(String kernel, long... arguments) {
    if (!run(kernel, arguments)) {
      throw new AssertionError(
          "no kernel '%s' with %d arguments".formatted(kernel, arguments.length));
    }
  }
}
