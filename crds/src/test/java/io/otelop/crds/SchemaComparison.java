// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Holds Java types against a schema: a record has an accessor for each property and no other, it
 * may be null where the property may be absent, and its type fits. Types of the Kubernetes model
 * may know less than the schema (the model is older), never more.
 */
final class SchemaComparison {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<String> differences = new ArrayList<>();

  private SchemaComparison() {}

  /** What differs, one line each with the path of the property; empty where nothing does. */
  static List<String> differences(String path, JsonNode schema, Class<? extends Record> type) {
    var comparison = new SchemaComparison();
    comparison.record(path, schema, type);
    return comparison.differences;
  }

  private void record(String path, JsonNode schema, Class<?> type) {
    var components =
        Stream.of(type.getRecordComponents())
            .collect(Collectors.toMap(SchemaComparison::name, component -> component));
    var properties = names(schema.path("properties"));
    difference(properties, components.keySet())
        .forEach(name -> add(path + "." + name, "has no accessor in " + type.getSimpleName()));
    difference(components.keySet(), properties)
        .forEach(name -> add(path + "." + name, "is not in the schema"));
    var required =
        StreamSupport.stream(schema.path("required").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    for (var component : components.entrySet()) {
      var at = path + "." + component.getKey();
      var property = schema.path("properties").path(component.getKey());
      if (!property.isMissingNode()) {
        var isNullable =
            component.getValue().getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (isNullable == required.contains(component.getKey())) {
          add(at, isNullable ? "may be null though required" : "may not be null though optional");
        }
        type(at, property, component.getValue().getGenericType());
      }
    }
  }

  private void type(String path, JsonNode schema, Type type) {
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      expect(path, type, JsonNode.class);
    } else if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      expect(path, type, schema.has("pattern") ? Quantity.class : IntOrString.class);
    } else {
      switch (schema.path("type").asText()) {
        case "string" -> expect(path, type, String.class);
        case "boolean" -> expect(path, type, Boolean.class, boolean.class);
        case "integer" -> {
          if (schema.path("format").asText().equals("int64")) {
            expect(path, type, Long.class, long.class);
          } else {
            expect(path, type, Integer.class, int.class);
          }
        }
        case "array" -> generic(path + "[]", schema.path("items"), type, List.class);
        case "object" -> {
          if (schema.has("additionalProperties")) {
            generic(path + "{}", schema.path("additionalProperties"), type, Map.class);
          } else {
            object(path, schema, type);
          }
        }
        default -> add(path, "has no type");
      }
    }
  }

  private void generic(String path, JsonNode schema, Type type, Class<?> wanted) {
    if (type instanceof ParameterizedType generic && generic.getRawType().equals(wanted)) {
      type(path, schema, generic.getActualTypeArguments()[wanted == List.class ? 0 : 1]);
    } else {
      add(path, "is a " + type + ", should be a " + wanted.getSimpleName());
    }
  }

  private void object(String path, JsonNode schema, Type type) {
    if (!(type instanceof Class<?> object)) {
      add(path, "is a " + type + ", should be an object");
    } else if (object.isRecord()) {
      record(path, schema, object);
    } else if (object.getPackageName().startsWith("io.fabric8.kubernetes.api.model")) {
      difference(beanProperties(object), names(schema.path("properties")))
          .forEach(name -> add(path + "." + name, "is not in the schema"));
    } else {
      add(path, "is a " + type + ", which is neither a record nor a type of Kubernetes");
    }
  }

  private static Set<String> beanProperties(Class<?> type) {
    var bean = MAPPER.constructType(type);
    return MAPPER.getSerializationConfig().introspect(bean).findProperties().stream()
        .map(property -> property.getName())
        .filter(name -> !name.equals("additionalProperties"))
        .collect(Collectors.toSet());
  }

  private void expect(String path, Type type, Class<?>... wanted) {
    if (Stream.of(wanted).noneMatch(type::equals)) {
      add(path, "is a " + type.getTypeName() + ", should be a " + wanted[0].getSimpleName());
    }
  }

  private static String name(RecordComponent component) {
    var given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null ? component.getName() : given.value();
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  private static Stream<String> difference(Set<String> of, Set<String> without) {
    return of.stream().filter(name -> !without.contains(name)).sorted();
  }

  private void add(String path, String what) {
    differences.add(path + " " + what);
  }
}
