// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.naming.EnvNames;
import io.otelop.naming.Labels;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.Owner;
import io.otelop.pod.OwnerChain;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.ResourceAttribute;
import io.otelop.pod.ResourceAttribute.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a container's telemetry says about its source. Rules: instrumentation.md 4.2.
 *
 * @param values by key; those that only the running pod knows are references to variables
 * @param owners from the nearest on
 */
record ResourceAttributes(SortedMap<String, String> values, List<Owner> owners) {

  private static final String POD = reference(EnvNames.ATTRIBUTES_POD_NAME);
  private static final String UID = reference(EnvNames.ATTRIBUTES_POD_UID);
  private static final String NODE = reference(EnvNames.ATTRIBUTES_NODE_NAME);

  static ResourceAttributes of(
      PodFacts facts, PodContainer container, EffectiveInstrumentation instrumentation) {
    var resource = instrumentation.resource();
    var values = new TreeMap<>(resource.attributes());
    var owners = OwnerChain.of(facts, resource.addsUids());
    addPlace(facts, container, values);
    addOwners(owners, resource.addsUids(), values);
    addAnnotations(facts, values);
    values.put(
        AttributeKeys.SERVICE_NAMESPACE,
        orElse(annotation(facts, AttributeKeys.SERVICE_NAMESPACE), facts.namespace()));
    var version = version(facts, container, resource.readsLabels());
    if (!version.isEmpty()) {
      values.put(AttributeKeys.SERVICE_VERSION, version);
    }
    values.put(AttributeKeys.POD, POD);
    if (resource.addsUids() && isUnknown(values, AttributeKeys.POD_UID)) {
      values.put(AttributeKeys.POD_UID, UID);
    }
    if (isUnknown(values, AttributeKeys.NODE)) {
      values.put(AttributeKeys.NODE, NODE);
    }
    return new ResourceAttributes(values, owners);
  }

  /** The variables that the values refer to. */
  List<EnvEntry> variables() {
    var variables = new ArrayList<EnvEntry>();
    variables.add(EnvEntry.ofField(EnvNames.ATTRIBUTES_POD_NAME, "metadata.name"));
    if (UID.equals(values.get(AttributeKeys.POD_UID))) {
      variables.add(EnvEntry.ofField(EnvNames.ATTRIBUTES_POD_UID, "metadata.uid"));
    }
    if (NODE.equals(values.get(AttributeKeys.NODE))) {
      variables.add(EnvEntry.ofField(EnvNames.ATTRIBUTES_NODE_NAME, "spec.nodeName"));
    }
    return variables;
  }

  /** The attributes, each with the rule by which it gives way to the container's own. */
  List<ResourceAttribute> attributes() {
    return values.entrySet().stream()
        .map(
            entry ->
                new ResourceAttribute(
                    AttributeValue.of(entry.getKey()),
                    AttributeValue.of(entry.getValue()),
                    rule(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static Rule rule(String key, String value) {
    if (key.equals(AttributeKeys.SERVICE_VERSION)) {
      return Rule.IF_NOT_MENTIONED;
    }
    return value.equals(POD) || value.equals(UID) || value.equals(NODE)
        ? Rule.ALWAYS
        : Rule.IF_ABSENT;
  }

  private static void addPlace(
      PodFacts facts, PodContainer container, SortedMap<String, String> values) {
    put(values, AttributeKeys.NAMESPACE, facts.namespace());
    put(values, AttributeKeys.CONTAINER, container.name());
    put(values, AttributeKeys.POD_UID, facts.uid());
    put(values, AttributeKeys.NODE, facts.nodeName());
    put(
        values,
        AttributeKeys.SERVICE_INSTANCE,
        orElse(
            annotation(facts, AttributeKeys.SERVICE_INSTANCE),
            facts.namespace() + "." + POD + "." + container.name()));
  }

  private static void addOwners(
      List<Owner> owners, boolean addsUids, SortedMap<String, String> values) {
    for (var owner : owners) {
      var kind = OwnerChain.kind(owner);
      put(values, AttributeKeys.ownerName(kind), owner.name());
      if (addsUids) {
        put(values, AttributeKeys.ownerUid(kind), owner.uid());
      }
    }
  }

  private static void addAnnotations(PodFacts facts, SortedMap<String, String> values) {
    for (var annotation : facts.annotations()) {
      var key = annotation.getKey();
      if (key.startsWith(UserAnnotations.RESOURCE_ATTRIBUTE)) {
        var attribute = key.substring(UserAnnotations.RESOURCE_ATTRIBUTE.length());
        if (!attribute.equals(AttributeKeys.SERVICE_NAME)) {
          values.put(attribute, annotation.getValue().asText(""));
        }
      }
    }
  }

  private static String version(PodFacts facts, PodContainer container, boolean readsLabels) {
    var given = annotation(facts, AttributeKeys.SERVICE_VERSION);
    var label = readsLabels ? facts.label(Labels.VERSION) : "";
    return orElse(orElse(given, label), ImageVersion.of(container.image()));
  }

  /** What the pod says about an attribute; empty where it says nothing. */
  static String annotation(PodFacts facts, String attribute) {
    return facts.annotation(UserAnnotations.RESOURCE_ATTRIBUTE + attribute).asText("");
  }

  private static boolean isUnknown(SortedMap<String, String> values, String key) {
    return values.getOrDefault(key, "").isEmpty();
  }

  private static void put(SortedMap<String, String> values, String key, String value) {
    if (!value.isEmpty()) {
      values.put(key, value);
    }
  }

  private static String orElse(String value, String fallback) {
    return value.isEmpty() ? fallback : value;
  }

  private static String reference(String variable) {
    return "$(" + variable + ")";
  }
}
