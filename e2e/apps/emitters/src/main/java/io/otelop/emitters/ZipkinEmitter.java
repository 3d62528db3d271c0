// SPDX-License-Identifier: Apache-2.0
package io.otelop.emitters;

import java.util.concurrent.TimeUnit;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.reporter.AsyncReporter;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** The Zipkin reporter, JSON over HTTP. */
final class ZipkinEmitter {

  private ZipkinEmitter() {}

  static void emit(String name, String url) {
    BytesMessageSender sender = URLConnectionSender.create(url);
    try (var reporter = AsyncReporter.create(sender)) {
      reporter.report(
          Span.newBuilder()
              .traceId("86154a4ba6e913854d1e00c0db9010db")
              .id("0000000000000001")
              .name(name)
              .timestamp(TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()))
              .duration(1000)
              .localEndpoint(Endpoint.newBuilder().serviceName(name).build())
              .build());
      reporter.flush();
    }
  }
}
