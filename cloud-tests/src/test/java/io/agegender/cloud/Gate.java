// SPDX-License-Identifier: Apache-2.0
package io.agegender.cloud;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.handler.HandlerWrapper;

/** Sees every request before the server does, and answers some of them with a fault. */
final class Gate extends HandlerWrapper {
  /** Faults for requests of a kind, so often. */
  private record Rule(S3Fault fault, AtomicInteger left, Predicate<S3Request> where) {}

  private final List<S3Request> requests = new ArrayList<>();
  private volatile Optional<Rule> rule = Optional.empty();
  private volatile Consumer<S3Request> watcher = request -> {};

  void fault(S3Fault fault, int times, Predicate<S3Request> where) {
    rule = Optional.of(new Rule(fault, new AtomicInteger(times), where));
  }

  void heal() {
    rule = Optional.empty();
  }

  void watch(Consumer<S3Request> watcher) {
    this.watcher = watcher;
  }

  List<S3Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  void forget() {
    synchronized (requests) {
      requests.clear();
    }
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    S3Request seen =
        new S3Request(
            request.getHeader("x-amz-copy-source") == null ? request.getMethod() : "COPY",
            target,
            request.getQueryString() == null ? "" : request.getQueryString());
    synchronized (requests) {
      requests.add(seen);
    }
    watcher.accept(seen);
    Optional<S3Fault> fault =
        rule.filter(r -> r.where.test(seen) && r.left.getAndDecrement() > 0).map(Rule::fault);
    if (fault.isEmpty()) {
      super.handle(target, base, request, response);
    } else if (fault.get() == S3Fault.RESET) {
      reset(base, request);
    } else {
      response.setStatus(fault.get().status());
      response.setContentType("application/xml");
      response.setHeader("Connection", "close");
      if (!seen.method().equals("HEAD")) {
        response.getOutputStream().write(fault.get().body().getBytes(StandardCharsets.UTF_8));
      }
      base.setHandled(true);
    }
  }

  private static void reset(Request base, HttpServletRequest request) throws IOException {
    try (InputStream in = request.getInputStream()) {
      in.readNBytes((int) Math.max(0, request.getContentLengthLong() / 2));
      SocketChannel channel = (SocketChannel) base.getHttpChannel().getEndPoint().getTransport();
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }
    base.setHandled(true);
  }
}
