// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/** Objects of kinds for which there are no Java types here. */
public final class Resources {

  private Resources() {}

  /** An object of a kind. */
  public static GenericKubernetesResource of(
      ApiKind kind, ObjectMeta metadata, Map<String, Object> spec) {
    var resource = new GenericKubernetesResource();
    resource.setApiVersion(kind.apiVersion());
    resource.setKind(kind.kind());
    resource.setMetadata(metadata);
    resource.setAdditionalProperty("spec", spec);
    return resource;
  }
}
