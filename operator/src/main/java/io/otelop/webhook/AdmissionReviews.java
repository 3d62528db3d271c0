// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.webhook.AdmissionRequest.Kind;
import io.otelop.webhook.AdmissionRequest.Operation;
import io.otelop.webhook.AdmissionRequest.Resource;
import io.otelop.webhook.AdmissionRequest.User;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * AdmissionReviews of {@code admission.k8s.io/v1} as bytes: from what the API server sends to a
 * request, from an answer to what it understands. Both sides are JSON trees, so a field that is
 * newer than this program passes through. Contract: the page "Dynamic Admission Control" of the
 * Kubernetes documentation.
 */
final class AdmissionReviews {

  static final String API_VERSION = "admission.k8s.io/v1";
  static final String KIND = "AdmissionReview";

  private static final ObjectMapper JSON =
      JsonMapper.builder(JsonLimits.factory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Set<Operation> OPERATIONS = EnumSet.allOf(Operation.class);

  private AdmissionReviews() {}

  /** What a body turned out to be. */
  sealed interface Decoded {

    /** A request that can be answered. */
    record Review(AdmissionRequest request) implements Decoded {}

    /**
     * No request, or none that can be decided.
     *
     * @param uid what an answer would have to repeat; empty where not even that could be read
     * @param problem one clause
     */
    record Malformed(String uid, String problem) implements Decoded {}
  }

  static Decoded decode(byte[] body) {
    if (body.length == 0) {
      return new Decoded.Malformed("", "the body is empty");
    }
    try {
      return decode(JSON.readTree(body));
    } catch (StreamConstraintsException tooMuch) {
      return new Decoded.Malformed("", "the body has too much in it: " + firstLine(tooMuch));
    } catch (JacksonException notJson) {
      return new Decoded.Malformed("", "the body is not JSON: " + firstLine(notJson));
    } catch (IOException unreadable) {
      return new Decoded.Malformed("", "the body cannot be read");
    }
  }

  private static Decoded decode(JsonNode review) {
    var apiVersion = review.path("apiVersion").asText();
    var kind = review.path("kind").asText();
    if (!apiVersion.equals(API_VERSION) || !kind.equals(KIND)) {
      var found = kind.isEmpty() ? "no kind" : apiVersion + " " + kind;
      return new Decoded.Malformed(
          "", "an " + API_VERSION + " " + KIND + " is wanted, the body has " + limit(found));
    }
    var request = review.path("request");
    var uid = request.path("uid").asText();
    if (uid.isEmpty()) {
      return new Decoded.Malformed("", "request.uid is missing");
    }
    var operation = operation(request.path("operation").asText());
    if (operation.isEmpty()) {
      return new Decoded.Malformed(uid, "request.operation is not one that is known");
    }
    var subject = operation.get() == Operation.DELETE ? "oldObject" : "object";
    if (operation.get() != Operation.CONNECT && !request.path(subject).isObject()) {
      return new Decoded.Malformed(uid, "request." + subject + " is missing");
    }
    return new Decoded.Review(request(request, uid, operation.get()));
  }

  private static AdmissionRequest request(JsonNode request, String uid, Operation operation) {
    var kind = request.path("kind");
    var resource = request.path("resource");
    return new AdmissionRequest(
        uid,
        operation,
        new Kind(text(kind, "group"), text(kind, "version"), text(kind, "kind")),
        new Resource(
            text(resource, "group"), text(resource, "version"), text(resource, "resource")),
        text(request, "subResource"),
        text(request, "namespace"),
        text(request, "name"),
        request.path("dryRun").asBoolean(),
        user(request.path("userInfo")),
        tree(request, "object"),
        tree(request, "oldObject"));
  }

  private static User user(JsonNode info) {
    var groups = StreamSupport.stream(info.path("groups").spliterator(), false);
    return new User(text(info, "username"), groups.map(JsonNode::asText).toList());
  }

  private static Optional<Operation> operation(String name) {
    for (var operation : OPERATIONS) {
      if (operation.name().equals(name)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }

  private static String text(JsonNode parent, String field) {
    return parent.path(field).asText();
  }

  private static JsonNode tree(JsonNode parent, String field) {
    var tree = parent.path(field);
    return tree.isNull() ? parent.path("") : tree;
  }

  /** The body of an answer. */
  static byte[] encode(String uid, AdmissionAnswer answer) {
    var review = JSON.createObjectNode().put("apiVersion", API_VERSION).put("kind", KIND);
    var response = review.putObject("response").put("uid", uid).put("allowed", answer.allowed());
    if (!answer.patch().isEmpty()) {
      response.put("patchType", "JSONPatch").put("patch", bytes(answer.patch()));
    }
    if (!answer.message().isEmpty()) {
      response
          .putObject("status")
          .put("status", answer.allowed() ? "Success" : "Failure")
          .put("code", answer.code())
          .put("reason", reason(answer.code()))
          .put("message", answer.message());
    }
    var warnings = answer.warnings().stream().map(AdmissionReviews::printable).toList();
    if (!warnings.isEmpty()) {
      warnings.forEach(response.putArray("warnings")::add);
    }
    if (!answer.auditAnnotations().isEmpty()) {
      answer.auditAnnotations().forEach(response.putObject("auditAnnotations")::put);
    }
    return bytes(review);
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree could not be written", impossible);
    }
  }

  /** The names that Kubernetes gives to these codes, so that clients show the usual words. */
  private static String reason(int code) {
    return switch (code) {
      case 400 -> "BadRequest";
      case 403 -> "Forbidden";
      case 413 -> "RequestEntityTooLarge";
      case 422 -> "Invalid";
      case 504 -> "Timeout";
      default -> code >= 500 ? "InternalError" : "";
    };
  }

  /** The API server drops a warning with control characters in it. */
  private static String printable(String warning) {
    return warning.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static String firstLine(JacksonException problem) {
    var place = problem.getLocation();
    var where =
        place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    return limit(problem.getOriginalMessage().lines().findFirst().orElse("")) + where;
  }

  private static String limit(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }
}
