// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.otelop.child.ApiKind;
import io.otelop.child.OperandMetadata;
import io.otelop.child.Resources;
import io.otelop.naming.ObjectNames;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What cert-manager makes the certificates of a target allocator and of its collectors from: an
 * authority of its own, and two certificates of that. Rules: targetallocator-opamp-ops.md A2.8.
 */
final class AllocatorCertificates {

  private static final String UNIT = "opentelemetry-operator";
  private static final String OF_AUTHORITY = "17280h0m0s";
  private static final String AUTHORITY_RENEWED_BEFORE = "4344h0m0s";
  private static final String OF_PODS = "2160h0m0s";

  private AllocatorCertificates() {}

  static Stream<GenericKubernetesResource> issuers(EffectiveAllocator allocator) {
    if (!allocator.usesCertManager()) {
      return Stream.empty();
    }
    var name = allocator.name();
    return Stream.of(
        Resources.of(
            ApiKind.ISSUER,
            metadata(allocator, ObjectNames.targetAllocatorSelfSignedIssuer(name)),
            Map.of("selfSigned", Map.of())),
        Resources.of(
            ApiKind.ISSUER,
            metadata(allocator, ObjectNames.targetAllocatorIssuer(name)),
            Map.of("ca", Map.of("secretName", ObjectNames.targetAllocatorAuthority(name)))));
  }

  static Stream<GenericKubernetesResource> certificates(EffectiveAllocator allocator) {
    if (!allocator.usesCertManager()) {
      return Stream.empty();
    }
    return Stream.of(
        authority(allocator),
        ofPods(allocator, ObjectNames.targetAllocatorServer(allocator.name())),
        ofPods(allocator, ObjectNames.targetAllocatorClient(allocator.name())));
  }

  private static GenericKubernetesResource authority(EffectiveAllocator allocator) {
    var name = ObjectNames.targetAllocatorAuthority(allocator.name());
    var spec = new LinkedHashMap<String, Object>();
    spec.put("isCA", true);
    spec.put("commonName", name);
    spec.put("secretName", name);
    spec.put("duration", OF_AUTHORITY);
    spec.put("renewBefore", AUTHORITY_RENEWED_BEFORE);
    spec.put("subject", Map.of("organizationalUnits", List.of(UNIT)));
    spec.put("issuerRef", issuer(ObjectNames.targetAllocatorSelfSignedIssuer(allocator.name())));
    return Resources.of(ApiKind.CERTIFICATE, metadata(allocator, name), spec);
  }

  private static GenericKubernetesResource ofPods(EffectiveAllocator allocator, String name) {
    var service = allocator.objectName();
    var inNamespace = service + "." + allocator.namespace() + ".svc";
    var spec = new LinkedHashMap<String, Object>();
    spec.put("secretName", name);
    spec.put("duration", OF_PODS);
    spec.put("dnsNames", List.of(service, inNamespace, inNamespace + ".cluster.local"));
    spec.put("usages", List.of("client auth", "server auth"));
    spec.put("subject", Map.of("organizationalUnits", List.of(UNIT)));
    spec.put("issuerRef", issuer(ObjectNames.targetAllocatorIssuer(allocator.name())));
    return Resources.of(ApiKind.CERTIFICATE, metadata(allocator, name), spec);
  }

  private static Map<String, Object> issuer(String name) {
    return Map.of("kind", "Issuer", "name", name);
  }

  private static ObjectMeta metadata(EffectiveAllocator allocator, String name) {
    var metadata = OperandMetadata.of(allocator, name);
    metadata.setAnnotations(null);
    return metadata;
  }
}
