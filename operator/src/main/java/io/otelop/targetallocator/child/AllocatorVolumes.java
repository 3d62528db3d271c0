// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.otelop.child.CertificateFiles;
import io.otelop.naming.ObjectNames;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The volumes of the pods, and their mounts. Rules: targetallocator-opamp-ops.md A2.2, A2.8. */
final class AllocatorVolumes {

  /** Where the container finds its certificates. */
  static final String CERTIFICATES = "/tls";

  private static final String CONFIG = "ta-internal";

  private AllocatorVolumes() {}

  static List<Volume> of(EffectiveAllocator allocator) {
    var volumes = new ArrayList<Volume>();
    volumes.add(
        new VolumeBuilder()
            .withName(CONFIG)
            .withNewConfigMap()
            .withName(allocator.objectName())
            .addNewItem()
            .withKey(AllocatorConfigMap.ENTRY)
            .withPath(AllocatorConfigMap.ENTRY)
            .endItem()
            .endConfigMap()
            .build());
    certificates(allocator).ifPresent(volumes::add);
    volumes.addAll(Objects.requireNonNullElse(allocator.spec().volumes(), List.of()));
    return volumes;
  }

  static List<VolumeMount> mounts(EffectiveAllocator allocator) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount(CONFIG, "/conf"));
    certificates(allocator).ifPresent(it -> mounts.add(mount(it.getName(), CERTIFICATES)));
    mounts.addAll(Objects.requireNonNullElse(allocator.spec().volumeMounts(), List.of()));
    return mounts;
  }

  /** What it shows to collectors: the Secret of cert-manager, or what the user names. */
  private static Optional<Volume> certificates(EffectiveAllocator allocator) {
    var name = ObjectNames.targetAllocatorServer(allocator.name());
    var volume = new VolumeBuilder().withName(name);
    return allocator
        .mutualTls()
        .map(
            mutual -> {
              var given = mutual.tls();
              return Boolean.FALSE.equals(mutual.useCertManager()) && given != null
                  ? volume
                      .withNewProjected()
                      .withSources(
                          CertificateFiles.of(
                              given.serverCertificate(), given.certificateAuthorityCertificate()))
                      .endProjected()
                      .build()
                  : volume.withNewSecret().withSecretName(name).endSecret().build();
            });
  }

  private static VolumeMount mount(String name, String path) {
    return new VolumeMountBuilder().withName(name).withMountPath(path).build();
  }
}
