// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.config.TargetAllocation;
import io.otelop.crds.collector.CertificateAuthoritySpec;
import io.otelop.crds.collector.KeyReference;
import io.otelop.crds.collector.MutualTlsCertificates;
import io.otelop.naming.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a collector proves itself with to its target allocator: the Secret that cert-manager makes,
 * or the certificates that the user names, projected into one folder so that they can be renewed.
 * Rules: targetallocator-opamp-ops.md A1.4 and A2.8.
 */
final class CollectorCertificates {

  private CollectorCertificates() {}

  static Optional<Volume> volume(EffectiveCollector collector) {
    var allocator = collector.spec().targetAllocator();
    var mutual = allocator == null ? null : allocator.mtls();
    if (mutual == null || collector.allocation().filter(TargetAllocation::isMutual).isEmpty()) {
      return Optional.empty();
    }
    var name = ObjectNames.targetAllocatorClient(collector.name());
    var given = mutual.tls();
    var volume = new VolumeBuilder().withName(name);
    return Optional.of(
        Boolean.FALSE.equals(mutual.useCertManager()) && given != null
            ? volume.withNewProjected().withSources(sources(given)).endProjected().build()
            : volume.withNewSecret().withSecretName(name).endSecret().build());
  }

  private static List<VolumeProjection> sources(MutualTlsCertificates given) {
    var sources = new ArrayList<VolumeProjection>();
    var client = given.clientCertificate();
    if (client != null) {
      sources.add(secret(client.certificateSecret(), "tls.crt"));
      sources.add(secret(client.keySecret(), "tls.key"));
    }
    var authority = given.certificateAuthorityCertificate();
    if (authority != null) {
      authority(authority).ifPresent(sources::add);
    }
    return sources;
  }

  private static Optional<VolumeProjection> authority(CertificateAuthoritySpec authority) {
    var secret = authority.secret();
    if (secret != null) {
      return Optional.of(secret(secret, "ca.crt"));
    }
    var configMap = authority.configMap();
    return configMap == null
        ? Optional.empty()
        : Optional.of(
            new VolumeProjectionBuilder()
                .withNewConfigMap()
                .withName(configMap.name())
                .addNewItem()
                .withKey(orElse(configMap.key(), "ca.crt"))
                .withPath("ca.crt")
                .endItem()
                .endConfigMap()
                .build());
  }

  private static VolumeProjection secret(KeyReference reference, String file) {
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(reference.name())
        .addNewItem()
        .withKey(orElse(reference.key(), file))
        .withPath(file)
        .endItem()
        .endSecret()
        .build();
  }

  private static String orElse(@Nullable String given, String usual) {
    return Objects.requireNonNullElse(given, usual);
  }
}
