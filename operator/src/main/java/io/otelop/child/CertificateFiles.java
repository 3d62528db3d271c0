// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.otelop.crds.collector.CertificateAuthoritySpec;
import io.otelop.crds.collector.CertificateSpec;
import io.otelop.crds.collector.KeyReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a user names, projected into one folder so that they can be renewed. Rules:
 * targetallocator-opamp-ops.md A1.4 and A2.8.
 */
public final class CertificateFiles {

  private CertificateFiles() {}

  /** The files {@code tls.crt}, {@code tls.key} and {@code ca.crt}, as far as they are named. */
  public static List<VolumeProjection> of(
      @Nullable CertificateSpec own, @Nullable CertificateAuthoritySpec authority) {
    var sources = new ArrayList<VolumeProjection>();
    if (own != null) {
      sources.add(secret(own.certificateSecret(), "tls.crt"));
      sources.add(secret(own.keySecret(), "tls.key"));
    }
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
