// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import io.agegender.engine.kernel.KernelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Machine code of our kernels by source and GPU: NVRTC takes a second for it. A file is the code
 * behind its SHA-256. One that is damaged, or that cannot be read or written, costs a line in the
 * log and that second.
 */
final class KernelCache {
  private static final Logger LOG = Logger.getLogger(KernelCache.class.getName());
  private static final int HASH = 32;

  private final Path folder;
  private final String compiler;
  private final IntFunction<byte[]> compile;

  /**
   * @param folder is made when it is needed
   * @param compiler its version: another one gives other code
   * @param compile makes the code for a compute capability
   */
  KernelCache(Path folder, String compiler, IntFunction<byte[]> compile) {
    this.folder = folder;
    this.compiler = compiler;
    this.compile = compile;
  }

  /** The one of this user on this machine, compiled by NVRTC. */
  static KernelCache ofUser() {
    String home = System.getenv("XDG_CACHE_HOME");
    Path base =
        home == null || home.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    return new KernelCache(
        base.resolve("agegender"), KernelCompiler.version(), KernelCompiler::compile);
  }

  /**
   * A cubin.
   *
   * @param capability compute capability times 10, such as 90
   */
  byte[] binary(int capability) {
    Path file = folder.resolve("kernels-%s-sm_%d.cubin".formatted(source(), capability));
    Optional<byte[]> kept = read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] made = compile.apply(capability);
    write(file, made);
    return made;
  }

  private String source() {
    byte[] text = (compiler + "\n" + KernelSource.text()).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256(text)).substring(0, 16);
  }

  private static Optional<byte[]> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length > HASH) {
        byte[] code = Arrays.copyOfRange(bytes, HASH, bytes.length);
        if (Arrays.equals(sha256(code), Arrays.copyOf(bytes, HASH))) {
          return Optional.of(code);
        }
      }
      LOG.warning(() -> file + " is damaged: the kernels are compiled again");
    } catch (IOException e) {
      LOG.log(Level.WARNING, e, () -> file + " cannot be read: the kernels are compiled again");
    }
    return Optional.empty();
  }

  /** The file appears whole or not at all: other processes may read it. */
  private void write(Path file, byte[] code) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "kernels-", ".part");
      try {
        Files.write(
            part, ByteBuffer.allocate(HASH + code.length).put(sha256(code)).put(code).array());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          e,
          () ->
              "%s cannot be written: each process compiles the kernels for itself, in a second. Make the folder writable, or set XDG_CACHE_HOME"
                  .formatted(file));
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }
}
