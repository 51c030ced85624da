// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import io.agegender.jobs.spark.FileSystemSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/**
 * A real S3 server in this JVM, once for all tests, with its objects in memory. Tests count its
 * requests and break them at the level of HTTP.
 */
public final class S3Server {
  /** The bucket that there is. */
  public static final String BUCKET = "bucket";

  private static final String ACCESS_KEY = "access";
  private static final String SECRET_KEY = "secret";

  private static S3Server running;

  private final BlobStore blobs;
  private final S3Proxy proxy;
  private final Gate gate = new Gate();

  private S3Server() throws Exception {
    blobs =
        ContextBuilder.newBuilder(new TransientApiMetadata())
            .credentials("any", "any")
            .buildView(BlobStoreContext.class)
            .getBlobStore();
    blobs.createContainerInLocation(null, BUCKET);
    proxy =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .jettyMaxThreads(50)
            .build();
    // The server has no place for a filter of the test's.
    Field field = S3Proxy.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(proxy);
    gate.setHandler(server.getHandler());
    server.setHandler(gate);
    proxy.start();
  }

  /**
   * The server, whose settings are this JVM's from now on, as {@code spark-submit} would give them
   * to the program.
   */
  public static synchronized S3Server get() {
    if (running == null) {
      try {
        running = new S3Server();
      } catch (Exception e) { // The server declares no other.
        throw new IllegalStateException("the S3 server did not start", e);
      }
      running.settings().forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
    }
    running.heal();
    running.watch(request -> {});
    running.forget();
    return running;
  }

  /** Settings of S3A that reach it. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + proxy.getPort());
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", ACCESS_KEY);
    settings.put("fs.s3a.secret.key", SECRET_KEY);
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    // The server takes seconds for a request that deletes several objects.
    settings.put("fs.s3a.multiobjectdelete.enable", "false");
    settings.put("fs.s3a.directory.marker.retention", "keep");
    return settings;
  }

  /** A configuration as commands have it; Hadoop keeps the first one's file system. */
  public Configuration configuration() {
    return FileSystemSettings.now();
  }

  /** A place in the bucket. */
  public static String uri(String key) {
    return "s3a://" + BUCKET + "/" + key;
  }

  /** Puts a local folder into the bucket, by no request. */
  public void put(Path folder, String key) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = key + "/" + folder.relativize(file).toString().replace('\\', '/');
        String unused =
            blobs.putBlob(
                BUCKET,
                blobs
                    .blobBuilder(name)
                    .payload(Files.readAllBytes(file))
                    .contentLength(Files.size(file))
                    .build());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers so many requests that fit with a fault. */
  public void fault(S3Fault fault, int times, Predicate<S3Request> where) {
    gate.fault(fault, times, where);
  }

  /** No more faults. */
  public void heal() {
    gate.heal();
  }

  /** Tells of each request before it is answered. */
  public void watch(Consumer<S3Request> watcher) {
    gate.watch(watcher);
  }

  /** All requests since the last {@link #forget}. */
  public List<S3Request> requests() {
    return gate.requests();
  }

  /** Counts from here. */
  public void forget() {
    gate.forget();
  }

  /** How many requests of which kind, for messages. */
  public static Map<String, Long> kinds(List<S3Request> requests) {
    return requests.stream()
        .collect(Collectors.groupingBy(S3Request::kind, TreeMap::new, Collectors.counting()));
  }
}
