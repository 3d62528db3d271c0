// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.collector.ConfigMapsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object without which a collector's pods do not start, or have nothing to do.
 *
 * @param kind {@code ConfigMap}, {@code Secret}, {@code ServiceAccount}, {@code
 *     PersistentVolumeClaim} or {@code TargetAllocator}
 * @param name of the object, in the collector's namespace
 * @param field of the custom resource that names it
 */
record Reference(String kind, String name, String field) {

  private static final String SECRET = "Secret";
  private static final String CONFIG_MAP = "ConfigMap";
  private static final String ALLOCATOR_LABEL =
      "metadata.labels[" + UserAnnotations.TARGET_ALLOCATOR + "]";

  /** What a collector names, without what is optional and what the operator makes. Pure. */
  static List<Reference> of(EffectiveCollector collector) {
    var spec = collector.spec();
    var found = new ArrayList<Reference>();
    add(found, "ServiceAccount", spec.serviceAccount(), "spec.serviceAccount", null);
    addEnv(found, spec.env(), spec.envFrom(), "spec");
    var i = 0;
    for (var container : Objects.requireNonNullElse(spec.initContainers(), List.<Container>of())) {
      var field = "spec.initContainers[" + i++ + "]";
      addEnv(found, container.getEnv(), container.getEnvFrom(), field);
    }
    i = 0;
    for (var container :
        Objects.requireNonNullElse(spec.additionalContainers(), List.<Container>of())) {
      var field = "spec.additionalContainers[" + i++ + "]";
      addEnv(found, container.getEnv(), container.getEnvFrom(), field);
    }
    i = 0;
    for (var volume : Objects.requireNonNullElse(spec.volumes(), List.<Volume>of())) {
      addVolume(found, volume, "spec.volumes[" + i++ + "]");
    }
    i = 0;
    for (var extra : Objects.requireNonNullElse(spec.configmaps(), List.<ConfigMapsSpec>of())) {
      add(found, CONFIG_MAP, extra.name(), "spec.configmaps[" + i++ + "].name", null);
    }
    allocator(collector).ifPresent(found::add);
    return found;
  }

  /** The target allocator that a label names: without it, pods that run may have no targets. */
  static Optional<Reference> allocator(EffectiveCollector collector) {
    return collector
        .allocation()
        .map(_ -> collector.namedAllocator())
        .filter(name -> !name.isEmpty())
        .map(name -> new Reference("TargetAllocator", name, ALLOCATOR_LABEL));
  }

  private static void addEnv(
      List<Reference> to,
      @Nullable List<EnvVar> env,
      @Nullable List<EnvFromSource> envFrom,
      String field) {
    var i = 0;
    for (var variable : Objects.requireNonNullElse(env, List.<EnvVar>of())) {
      addVariable(to, variable, field + ".env[" + i++ + "].valueFrom");
    }
    i = 0;
    for (var source : Objects.requireNonNullElse(envFrom, List.<EnvFromSource>of())) {
      addSource(to, source, field + ".envFrom[" + i++ + "]");
    }
  }

  private static void addVariable(List<Reference> to, EnvVar variable, String field) {
    var source = variable.getValueFrom();
    if (source == null) {
      return;
    }
    var secret = source.getSecretKeyRef();
    if (secret != null) {
      add(to, SECRET, secret.getName(), field + ".secretKeyRef.name", secret.getOptional());
    }
    var map = source.getConfigMapKeyRef();
    if (map != null) {
      add(to, CONFIG_MAP, map.getName(), field + ".configMapKeyRef.name", map.getOptional());
    }
  }

  private static void addSource(List<Reference> to, EnvFromSource source, String field) {
    var secret = source.getSecretRef();
    if (secret != null) {
      add(to, SECRET, secret.getName(), field + ".secretRef.name", secret.getOptional());
    }
    var map = source.getConfigMapRef();
    if (map != null) {
      add(to, CONFIG_MAP, map.getName(), field + ".configMapRef.name", map.getOptional());
    }
  }

  private static void addVolume(List<Reference> to, Volume volume, String field) {
    var secret = volume.getSecret();
    if (secret != null) {
      add(to, SECRET, secret.getSecretName(), field + ".secret.secretName", secret.getOptional());
    }
    var map = volume.getConfigMap();
    if (map != null) {
      add(to, CONFIG_MAP, map.getName(), field + ".configMap.name", map.getOptional());
    }
    var projected = volume.getProjected();
    var i = 0;
    for (var source : projected == null ? List.<VolumeProjection>of() : projected.getSources()) {
      addProjection(to, source, field + ".projected.sources[" + i++ + "]");
    }
    var claim = volume.getPersistentVolumeClaim();
    if (claim != null) {
      add(
          to,
          "PersistentVolumeClaim",
          claim.getClaimName(),
          field + ".persistentVolumeClaim.claimName",
          null);
    }
  }

  private static void addProjection(List<Reference> to, VolumeProjection source, String field) {
    var secret = source.getSecret();
    if (secret != null) {
      add(to, SECRET, secret.getName(), field + ".secret.name", secret.getOptional());
    }
    var map = source.getConfigMap();
    if (map != null) {
      add(to, CONFIG_MAP, map.getName(), field + ".configMap.name", map.getOptional());
    }
  }

  private static void add(
      List<Reference> to,
      String kind,
      @Nullable String name,
      String field,
      @Nullable Boolean isOptional) {
    if (name != null && !name.isEmpty() && !Boolean.TRUE.equals(isOptional)) {
      to.add(new Reference(kind, name, field));
    }
  }
}
