// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

/** A kind of which single objects are looked up; the chart lets the operator get them. */
enum MetadataKind {
  REPLICA_SET("apis/apps/v1", "replicasets"),
  JOB("apis/batch/v1", "jobs"),
  SECRET("api/v1", "secrets"),
  CONFIG_MAP("api/v1", "configmaps"),
  SERVICE_ACCOUNT("api/v1", "serviceaccounts"),
  PERSISTENT_VOLUME_CLAIM("api/v1", "persistentvolumeclaims"),
  TARGET_ALLOCATOR("apis/opentelemetry.io/v1alpha1", "targetallocators");

  private final String api;
  private final String plural;

  MetadataKind(String api, String plural) {
    this.api = api;
    this.plural = plural;
  }

  /** Where one of them is, below the address of the API server. */
  String path(String namespace, String name) {
    return api + "/namespaces/" + namespace + "/" + plural + "/" + name;
  }
}
