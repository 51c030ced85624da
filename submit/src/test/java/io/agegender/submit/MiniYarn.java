// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.awaitility.Awaitility.await;

import io.agegender.testing.LiveTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler;

/** YARN in this JVM: a resource manager and a node manager, whose containers are processes. */
final class MiniYarn implements AutoCloseable {
  /** What the node says that it has; more than there is, so that the sizes of the files fit. */
  private static final int MEMORY_MB = 64 << 10;

  private static final int CORES = 64;

  private final MiniYARNCluster cluster;
  private final Path settings;
  private final Path logs;

  private MiniYarn(MiniYARNCluster cluster, Path settings, Path logs) {
    this.cluster = cluster;
    this.settings = settings;
    this.logs = logs;
  }

  /**
   * Starts it.
   *
   * @param dir gets its files and the settings that clients need
   */
  static MiniYarn start(Path dir) throws IOException {
    YarnConfiguration conf = new YarnConfiguration();
    conf.set(YarnConfiguration.RM_SCHEDULER, FifoScheduler.class.getName());
    conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, MEMORY_MB);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, MEMORY_MB);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_VCORES, CORES);
    conf.setInt(YarnConfiguration.NM_VCORES, CORES);
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setFloat(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, 100);
    conf.set(YarnConfiguration.NM_ADMIN_USER_ENV, "JAVA_HOME=" + System.getProperty("java.home"));
    System.setProperty("test.build.data", dir.resolve("yarn").toString());
    MiniYARNCluster cluster = new MiniYARNCluster("agegender", 1, 1, 1);
    cluster.init(conf);
    cluster.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !cluster.getConfig().get(YarnConfiguration.RM_ADDRESS).endsWith(":0"));
    Path settings = Files.createDirectories(dir.resolve("hadoop-conf"));
    write(cluster.getConfig(), settings.resolve("yarn-site.xml"));
    return new MiniYarn(cluster, settings, cluster.getTestWorkDir().toPath());
  }

  private static void write(Configuration conf, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      conf.writeXml(out);
    }
  }

  /** What {@code HADOOP_CONF_DIR} should be. */
  Path settings() {
    return settings;
  }

  /** Processes of executors that are alive. */
  static List<ProcessHandle> executors() {
    return ProcessHandle.current().descendants().filter(MiniYarn::isExecutor).toList();
  }

  private static boolean isExecutor(ProcessHandle process) {
    try {
      String[] words =
          Files.readString(
                  Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
              .split("\0");
      return words[0].endsWith("java")
          && List.of(words).contains("org.apache.spark.executor.YarnCoarseGrainedExecutorBackend");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  /**
   * What the containers printed, to standard output or error; YARN removes their files meanwhile.
   */
  String printed(String stream) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : LiveTree.files(logs)) {
      if (file.endsWith(stream)) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    cluster.stop();
  }
}
