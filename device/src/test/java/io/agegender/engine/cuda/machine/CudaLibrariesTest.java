// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding CUDA's libraries in folders that the test makes. */
class CudaLibrariesTest {
  private static final CudaVersion CUDA_13 = CudaVersion.of(13);

  @TempDir private Path root;

  @Test
  void findsAllInTheOrderInWhichTheyAreLoaded() throws IOException {
    Path driver = folder("driver", "libcuda.so.1");
    Path cuda =
        folder(
            "cuda",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcudart.so.13",
            "libnvrtc.so.13",
            "libnvrtc-builtins.so.13.0");
    Path dnn = cudnn("9");
    assertThat(
            CudaLibraries.find(CUDA_13, new LibraryFolders(List.of(driver, cuda, dnn), List.of()))
                .values())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "libcuda.so.1",
            "libcudart.so.13",
            "libnvrtc-builtins.so.13.0",
            "libnvrtc.so.13",
            "libcublasLt.so.13",
            "libcublas.so.13",
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_cnn.so.9",
            "libcudnn_adv.so.9");
  }

  /** The names that a build with {@code -Dcuda.preset=12.6-9.5-1.5.11} loads. */
  @Test
  void aBuildForCuda12LooksForItsNames() throws IOException {
    Path folder =
        folder(
            "12",
            "libcuda.so.1",
            "libcudart.so.12",
            "libnvJitLink.so.12",
            "libnvrtc-builtins.so.12.6",
            "libnvrtc.so.12",
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libcudart.so.13");
    assertThat(
            CudaLibraries.find(
                    CudaVersion.of(12), new LibraryFolders(List.of(folder, cudnn("9")), List.of()))
                .values())
        .extracting(file -> file.getFileName().toString())
        .startsWith(
            "libcuda.so.1",
            "libcudart.so.12",
            "libnvJitLink.so.12",
            "libnvrtc-builtins.so.12.6",
            "libnvrtc.so.12",
            "libcublasLt.so.12",
            "libcublas.so.12");
    assertThat(CudaLibrary.all(CudaVersion.of(12)))
        .extracting(CudaLibrary::bringer)
        .contains(
            "NVIDIA's driver, 525 or newer",
            "cuda-cudart-12-6 or pip's nvidia-cuda-runtime-cu12",
            "libcublas-12-6 or pip's nvidia-cublas-cu12",
            "libcudnn9-cuda-12 or pip's nvidia-cudnn-cu12");
  }

  @Test
  void anotherMajorVersionIsRefusedWhereItIsBuilt() {
    assertThatThrownBy(() -> CudaVersion.of(11))
        .hasMessageContaining("build with -Dcuda.preset=13.1-9.19-1.5.13 or 12.6-9.5-1.5.11");
    assertThat(CudaVersion.BUILT).isIn(CudaVersion.of(12), CUDA_13);
  }

  @Test
  void namesAllThatIsMissingWithItsPackage() throws IOException {
    Path folder = folder("some", "libcuda.so.1", "libcudart.so.13", "libnvrtc.so.13");
    assertThatThrownBy(
            () ->
                CudaLibraries.find(
                    CUDA_13, new LibraryFolders(List.of(folder, cudnn("9")), List.of())))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            "this machine lacks libcublasLt.so.13 (from libcublas-13-0 or pip's nvidia-cublas), "
                + "libcublas.so.13 (from libcublas-13-0 or pip's nvidia-cublas); looked in ")
        .hasMessageContaining(folder.toString())
        .hasMessageEndingWith(": install what is missing, or name its folder");
  }

  @Test
  void showsAFileOfAnotherVersion() throws IOException {
    Path folder = folder("old", "libcudart.so.12");
    assertThatThrownBy(
            () ->
                CudaLibraries.find(
                    CUDA_13, new LibraryFolders(List.of(folder, cudnn("8")), List.of())))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("libcuda.so.1 (from NVIDIA's driver, 580 or newer), ")
        .hasMessageContaining(
            "libcudart.so.13 (from cuda-cudart-13-0 or pip's nvidia-cuda-runtime; %s is of another version)"
                .formatted(folder.resolve("libcudart.so.12")))
        .hasMessageContaining("libcudnn_cnn.so.8 is of another version");
  }

  @Test
  void looksInPipsPackagesAndInTheNamedFolderFirst() throws IOException {
    Path named = folder("named", "libcudart.so.13");
    Path pip = folder("venv/lib/python3.12/site-packages/nvidia/cu13/lib", "libcudart.so.13");
    LibraryFolders places = LibraryFolders.of(List.of(named), List.of(root.resolve("venv")));
    assertThat(places.folders()).containsExactly(named, pip);
    assertThat(places.find("libcudart.so.13", List.of()))
        .contains(named.resolve("libcudart.so.13"));
  }

  /** Hundreds of packages that cannot have CUDA are not walked through; a link to Python is one. */
  @Test
  void walksThroughNoOtherPackage() throws IOException {
    Path packages = folder("real/lib/python3.12/site-packages");
    Path pip = folder("real/lib/python3.12/site-packages/nvidia/cudnn/lib");
    folder("real/lib/python3.12/site-packages/other/dist-packages/nvidia/cudnn/lib");
    Path link = Files.createSymbolicLink(root.resolve("venv"), root.resolve("real"));
    for (Path python : List.of(link, packages)) {
      LibraryFolders places = LibraryFolders.of(List.of(), List.of(python));
      assertThat(places.folders()).containsExactly(pip.toRealPath());
      assertThat(places.unreadable()).isEmpty();
    }
  }

  /** cuDNN's parts of two versions refuse each other with status 1002. */
  @Test
  void takesThePartsOfAPackageFromOneFolder() throws IOException {
    Path leftover = folder("leftover", "libcudnn_ops.so.9", "libcudnn.so.9");
    Path cuda =
        folder(
            "cuda",
            "libcuda.so.1",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcudart.so.13",
            "libnvrtc.so.13");
    Path dnn = cudnn("9");
    var places = new LibraryFolders(List.of(leftover, cuda, dnn), List.of());
    assertThat(CudaLibraries.find(CUDA_13, places).values())
        .contains(dnn.resolve("libcudnn_ops.so.9"))
        .noneMatch(file -> file.startsWith(leftover));
    Files.createFile(dnn.resolve("libcudnn.so.9"));
    assertThat(CudaLibraries.find(CUDA_13, places).values())
        .endsWith(dnn.resolve("libcudnn.so.9"))
        .noneMatch(file -> file.startsWith(leftover));
  }

  @Test
  void readsTheEnvironment() throws IOException {
    Path named = folder("named");
    Path path = folder("path");
    Path pip = folder("venv/lib/python3.12/site-packages/nvidia/cudnn/lib");
    Map<String, String> environment =
        Map.of("LD_LIBRARY_PATH", ":" + path, "VIRTUAL_ENV", root.resolve("venv").toString());
    assertThat(LibraryFolders.ofMachine(List.of(named), environment).folders())
        .startsWith(named, path)
        .contains(pip);
  }

  /** A root user reads every folder; so a folder that is gone stands for one that is closed. */
  @Test
  void reportsWhatItCouldNotRead() {
    LibraryFolders places =
        new LibraryFolders(List.of(root.resolve("gone")), List.of("/closed (AccessDenied)"));
    assertThatThrownBy(() -> CudaLibraries.find(CUDA_13, places))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "; could not read /closed (AccessDenied), %s (NoSuchFileException): install"
                .formatted(root.resolve("gone")));
  }

  @Test
  void refusesAFileThatIsNoLibrary() throws IOException {
    Path file = Files.writeString(folder("bad").resolve("libcudart.so.13"), "text");
    CudaLibrary library = CudaLibrary.all(CUDA_13).get(1);
    assertThatThrownBy(() -> CudaLibraries.load(file, library))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("cannot load " + file)
        .hasMessageEndingWith("install it again from " + library.bringer());
  }

  @Test
  void refusesALinkWithoutATarget() throws IOException {
    Path link =
        Files.createSymbolicLink(folder("links").resolve("libcudart.so.13"), root.resolve("none"));
    assertThatThrownBy(() -> CudaLibraries.load(link, CudaLibrary.all(CUDA_13).get(1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot read %s (NoSuchFileException)".formatted(link));
  }

  @Test
  void refusesANamedFolderThatIsNone() {
    Path none = root.resolve("none");
    assertThatThrownBy(() -> CudaLibraries.load(List.of(none)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(none + ", named for CUDA's libraries, is not a folder");
  }

  private Path cudnn(String major) throws IOException {
    return folder(
        "cudnn" + major,
        "libcudnn_graph.so." + major,
        "libcudnn_ops.so." + major,
        "libcudnn_cnn.so." + major,
        "libcudnn_adv.so." + major);
  }

  private Path folder(String name, String... files) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    for (String file : files) {
      Files.createFile(folder.resolve(file));
    }
    return folder;
  }
}
