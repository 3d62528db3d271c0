// SPDX-License-Identifier: Apache-2.0
package io.otelop.emitters;

/**
 * {@code otel NAME}, {@code jaeger NAME URL} or {@code zipkin NAME URL}: sends a span of that name,
 * and with {@code otel} also metrics and a log record, then ends with 0 if all was taken.
 */
public final class Emit {

  private Emit() {}

  /**
   * Runs one emitter.
   *
   * @param args which library, the span's name and, for all but {@code otel}, where to send it
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "otel" -> OpenTelemetryEmitter.emit(args[1]);
      case "jaeger" -> JaegerEmitter.emit(args[1], args[2]);
      case "zipkin" -> ZipkinEmitter.emit(args[1], args[2]);
      default -> throw new IllegalArgumentException("not otel, jaeger or zipkin: " + args[0]);
    }
    System.out.println("emitted " + args[1]);
  }
}
