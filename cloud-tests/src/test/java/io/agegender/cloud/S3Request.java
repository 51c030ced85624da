// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

/**
 * One request to the server.
 *
 * @param method of HTTP; {@code COPY} is a PUT that names its source
 * @param path bucket and key
 * @param query without the question mark; empty if there is none
 */
public record S3Request(String method, String path, String query) {
  /** Whether it changes an object. */
  public boolean isWrite() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  /** Whether it puts an object whose key ends so. */
  public boolean puts(String end) {
    return method.equals("PUT") && path.endsWith(end);
  }

  /** Whether a name is part of its key, or of the keys that it lists. */
  public boolean isAbout(String name) {
    return (path + query).contains(name);
  }

  /** What it is, for counts: the method, and {@code LIST} for a GET of a bucket. */
  public String kind() {
    boolean list =
        method.equals("GET") && (query.contains("list-type") || query.contains("prefix"));
    return list ? "LIST" : method;
  }
}
