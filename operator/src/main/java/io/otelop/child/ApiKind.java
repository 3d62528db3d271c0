// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

/**
 * A kind that a cluster may or may not know.
 *
 * @param group of the API
 * @param version of the API that we write
 * @param kind as manifests write it
 * @param plural as URLs write it
 */
public record ApiKind(String group, String version, String kind, String plural) {

  /** What shares out targets of scrapes among collectors. */
  public static final ApiKind TARGET_ALLOCATOR =
      new ApiKind("opentelemetry.io", "v1alpha1", "TargetAllocator", "targetallocators");

  /** Group and version as manifests write them. */
  public String apiVersion() {
    return group + "/" + version;
  }
}
