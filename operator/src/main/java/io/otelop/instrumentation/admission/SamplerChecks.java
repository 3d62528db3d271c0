// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.reason.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a sampler. Rules: instrumentation.md 1.5. */
final class SamplerChecks {

  private static final String TYPE = "spec.sampler.type";
  private static final String ARGUMENT = "spec.sampler.argument";
  private static final String RATIO = "give a number from 0 to 1";

  private SamplerChecks() {}

  static List<Finding> of(JsonNode sampler) {
    var type = sampler.path("type").asText("");
    var argument = sampler.path("argument").asText("");
    return switch (type) {
      case "" -> List.of(Finding.of(InstrumentationReason.SamplerNotSet, TYPE, "", "is not set"));
      case "always_on", "always_off", "parentbased_always_on", "parentbased_always_off", "xray" ->
          List.of();
      case "traceidratio", "parentbased_traceidratio" ->
          argument.isEmpty() || isRatio(argument)
              ? List.of()
              : List.of(invalid(argument, "is not a ratio", RATIO));
      case "jaeger_remote", "parentbased_jaeger_remote" -> jaeger(argument);
      default ->
          List.of(
              Finding.of(
                  InstrumentationReason.SamplerUnknown, TYPE, type, "is not a known sampler"));
    };
  }

  /** An endpoint may have equals signs of its own. */
  private static List<Finding> jaeger(String argument) {
    var findings = new ArrayList<Finding>();
    if (argument.isEmpty()) {
      return findings;
    }
    for (var part : argument.split(",", -1)) {
      var equals = part.indexOf('=');
      var key = equals < 0 ? part : part.substring(0, equals);
      var value = equals < 0 ? "" : part.substring(equals + 1);
      if (equals < 0) {
        findings.add(
            invalid(
                argument,
                "has the part \"" + part + "\", which is not key=value",
                "write it as in \"endpoint=http://host:14250,pollingIntervalMs=5000\""));
      } else {
        jaeger(argument, key, value).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Optional<Finding> jaeger(String argument, String key, String value) {
    return switch (key) {
      case "endpoint" ->
          value.isEmpty()
              ? Optional.of(
                  invalid(argument, "has an empty endpoint", "give the URL of the endpoint"))
              : Optional.empty();
      case "pollingIntervalMs" ->
          isInteger(value)
              ? Optional.empty()
              : Optional.of(
                  invalid(
                      argument,
                      "has a pollingIntervalMs that is not an integer",
                      "give a number of milliseconds"));
      case "initialSamplingRate" ->
          isRatio(value)
              ? Optional.empty()
              : Optional.of(
                  invalid(argument, "has an initialSamplingRate that is not a ratio", RATIO));
      default -> Optional.empty();
    };
  }

  private static Finding invalid(String argument, String problem, String remedy) {
    return Finding.of(InstrumentationReason.SamplerArgumentInvalid, ARGUMENT, argument, problem)
        .withRemedy(remedy);
  }

  private static boolean isRatio(String text) {
    try {
      var number = new BigDecimal(text);
      return number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static boolean isInteger(String text) {
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
