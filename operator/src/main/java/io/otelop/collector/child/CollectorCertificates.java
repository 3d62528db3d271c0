// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.otelop.child.CertificateFiles;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.config.TargetAllocation;
import io.otelop.naming.ObjectNames;
import java.util.Optional;

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
            ? volume
                .withNewProjected()
                .withSources(
                    CertificateFiles.of(
                        given.clientCertificate(), given.certificateAuthorityCertificate()))
                .endProjected()
                .build()
            : volume.withNewSecret().withSecretName(name).endSecret().build());
  }
}
