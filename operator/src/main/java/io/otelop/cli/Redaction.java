// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes out of objects and logs what may be secret, before they leave the cluster: values whose
 * name says so, headers of exporters, what is in an address before the host, and copies of the
 * object in annotations. It rather takes too much. References, such as {@code ${env:TOKEN}} or a
 * Secret's name, stay: they are no secret and tell a lot.
 */
final class Redaction {

  static final String MARK = "(redacted)";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)token|passw|passphrase|secret|credential|api.?key|access.?key|private.?key|auth|"
              + "bearer|cookie|signature|dsn|connection.?string|key.?pem");

  /** Names that sound secret and refer to something else. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i).*(name|ref|file|path|key|enabled|optional|projected|tokens?Path|serviceAccountToken|"
              + "authenticator|tokenrequests?|imagePullSecrets|secrets|valueFrom)");

  private static final Pattern HEADERS = Pattern.compile("(?i).*headers");
  private static final Pattern VARIABLE = Pattern.compile("^\\$\\{[^}]+}$|^\\$[A-Z_]+$");
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s\"']+(?=@)");
  private static final Pattern LOGGED =
      Pattern.compile(
          "(?i)((?:authorization|token|password|secret|api[-_]?key|cookie)[\"']?\\s*[:=]\\s*[\"']?)"
              + "(?:bearer\\s+|basic\\s+)?[^\\s\"',}]+|(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");

  private Redaction() {}

  /** A copy of an object without what may be secret, and without what only a server reads. */
  static JsonNode of(JsonNode object) {
    var copy = object.deepCopy();
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
      }
    }
    if (object.path("kind").asText().equals("Secret")) {
      hide(copy, "data");
      hide(copy, "stringData");
      return copy;
    }
    return cleaned("", copy);
  }

  /** A log without what may be secret. */
  static String of(String log) {
    return USER_INFO
        .matcher(LOGGED.matcher(log).replaceAll(found -> shown(found.group(1)) + MARK))
        .replaceAll(MARK);
  }

  private static String shown(String before) {
    return before == null ? "" : java.util.regex.Matcher.quoteReplacement(before);
  }

  private static void hide(JsonNode object, String field) {
    if (object.path(field) instanceof ObjectNode data) {
      data.properties().forEach(entry -> entry.setValue(new TextNode(MARK)));
    }
  }

  private static JsonNode cleaned(String name, JsonNode node) {
    return switch (node) {
      case ObjectNode object -> cleanedObject(name, object);
      case ArrayNode list -> {
        var cleaned = JsonNodeFactory.instance.arrayNode();
        list.forEach(element -> cleaned.add(cleaned(name, element)));
        yield cleaned;
      }
      default -> node.isTextual() ? cleanedText(name, node.asText()) : node;
    };
  }

  private static JsonNode cleanedObject(String name, ObjectNode object) {
    var cleaned = JsonNodeFactory.instance.objectNode();
    var isVariable = object.path("name").isTextual() && object.has("value");
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      var key =
          isVariable && entry.getKey().equals("value")
              ? object.path("name").asText()
              : entry.getKey();
      var value = entry.getValue();
      if (value.isTextual() && HEADERS.matcher(name).matches() && !isReference(value.asText())) {
        cleaned.put(entry.getKey(), MARK);
      } else {
        cleaned.set(entry.getKey(), cleaned(HEADERS.matcher(name).matches() ? name : key, value));
      }
    }
    return cleaned;
  }

  private static JsonNode cleanedText(String name, String text) {
    if (isSecret(name) && !isReference(text) && !text.isEmpty()) {
      return new TextNode(MARK);
    }
    if (text.indexOf('\n') >= 0) {
      return new TextNode(cleanedDocument(text));
    }
    return new TextNode(USER_INFO.matcher(text).replaceAll(MARK));
  }

  /** A config in a ConfigMap is YAML; what is not is treated as a log. */
  private static String cleanedDocument(String text) {
    try {
      var document = Manifests.document(text);
      return document.isContainerNode() ? Manifests.text(cleaned("", document)) : of(text);
    } catch (IOException notYaml) {
      return of(text);
    }
  }

  private static boolean isSecret(String name) {
    return (SECRET.matcher(name).find() && !REFERENCE.matcher(name).matches())
        || HEADERS.matcher(name).matches()
        || name.matches("(?i).*(api|access|private|license|ingest|encryption)[-_]?key");
  }

  private static boolean isReference(String text) {
    return VARIABLE.matcher(text).matches();
  }
}
