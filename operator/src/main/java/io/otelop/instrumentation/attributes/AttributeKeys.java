// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

/** Resource attributes, as OpenTelemetry's semantic conventions name them. */
final class AttributeKeys {

  static final String SERVICE_NAME = "service.name";
  static final String SERVICE_NAMESPACE = "service.namespace";
  static final String SERVICE_VERSION = "service.version";
  static final String SERVICE_INSTANCE = "service.instance.id";

  static final String NAMESPACE = "k8s.namespace.name";
  static final String CONTAINER = "k8s.container.name";
  static final String NODE = "k8s.node.name";
  static final String POD = "k8s.pod.name";
  static final String POD_UID = "k8s.pod.uid";

  private AttributeKeys() {}

  /** The name of a pod's owner; {@code kind} in lower case. */
  static String ownerName(String kind) {
    return "k8s." + kind + ".name";
  }

  /** The uid of a pod's owner; {@code kind} in lower case. */
  static String ownerUid(String kind) {
    return "k8s." + kind + ".uid";
  }
}
