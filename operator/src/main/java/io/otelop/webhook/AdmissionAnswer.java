// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What becomes of an admission request.
 *
 * @param allowed whether the API server goes on with it
 * @param patch operations of RFC 6902 that turn the object into what it should be; empty for none
 * @param warnings lines that the API server shows to whoever sent the request
 * @param auditAnnotations what the API server's audit log notes; keys without a prefix
 * @param code HTTP status of the answer's status; 200 where there is nothing to say
 * @param message why; empty where there is nothing to say
 */
public record AdmissionAnswer(
    boolean allowed,
    ArrayNode patch,
    List<String> warnings,
    Map<String, String> auditAnnotations,
    int code,
    String message) {

  /** Copies the collections. */
  public AdmissionAnswer {
    warnings = List.copyOf(warnings);
    auditAnnotations = Collections.unmodifiableMap(new TreeMap<>(auditAnnotations));
  }

  /** The object is admitted as it came. */
  public static AdmissionAnswer allow() {
    return allowWith(List.of());
  }

  /** The object is admitted as it came, and the one who sent it is told something. */
  public static AdmissionAnswer allowWith(List<String> warnings) {
    return allowWith(JsonNodeFactory.instance.arrayNode(), warnings);
  }

  /**
   * Errors refuse a write, all in one message, and the rest warns. A write that leaves the spec as
   * it is passes whatever the spec says: a label or a finalizer can always be changed.
   */
  public static AdmissionAnswer of(List<Finding> findings, boolean isSameSpec) {
    var errors = sentences(findings, Severity.ERROR);
    var warnings = sentences(findings, Severity.WARNING);
    if (errors.isEmpty()) {
      return allowWith(warnings);
    }
    return (isSameSpec ? allowWith(errors) : deny(String.join("\n", errors))).andWarn(warnings);
  }

  private static List<String> sentences(List<Finding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.reason().severity() == severity)
        .map(Finding::sentence)
        .toList();
  }

  /** The object is admitted after these operations. */
  public static AdmissionAnswer allowWith(ArrayNode patch, List<String> warnings) {
    return new AdmissionAnswer(true, patch, warnings, Map.of(), 200, "");
  }

  /** The request is refused because of what its object says. */
  public static AdmissionAnswer deny(String message) {
    return new AdmissionAnswer(
        false, JsonNodeFactory.instance.arrayNode(), List.of(), Map.of(), 422, message);
  }

  /** The request is refused, and it is the sender's or the operator's fault, not the object's. */
  public static AdmissionAnswer deny(int code, String message) {
    return new AdmissionAnswer(
        false, JsonNodeFactory.instance.arrayNode(), List.of(), Map.of(), code, message);
  }

  /** The same answer with more warnings. */
  public AdmissionAnswer andWarn(List<String> more) {
    var all = new ArrayList<>(warnings);
    all.addAll(more);
    return new AdmissionAnswer(allowed, patch, all, auditAnnotations, code, message);
  }

  /** The same answer with notes for the audit log. */
  public AdmissionAnswer audited(Map<String, String> annotations) {
    return new AdmissionAnswer(allowed, patch, warnings, annotations, code, message);
  }
}
