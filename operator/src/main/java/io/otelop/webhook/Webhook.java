// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.webhook.Admission.Failure;
import java.time.Duration;
import java.util.List;

/**
 * A webhook that the operator can register. Names and paths are those of the compatible operator
 * (targetallocator-opamp-ops.md D3, instrumentation.md 0, collector.md 4), so that who excludes or
 * monitors one by name finds it again. Its rows for DELETE are left out: nothing that can be
 * deleted may be kept from it.
 *
 * @param name of the webhook in its configuration
 * @param path where it is served
 * @param kind whether it may change the object
 * @param group API group of the resource; the core group is empty
 * @param version of the resource
 * @param resource plural name
 * @param scope where objects of the resource are
 * @param operations on which it is called
 * @param failure what happens to the object when there is no answer and nobody says otherwise
 * @param timeout how long the API server waits where nobody says otherwise
 */
public record Webhook(
    String name,
    String path,
    Kind kind,
    String group,
    String version,
    String resource,
    Scope scope,
    List<String> operations,
    Failure failure,
    Duration timeout) {

  private static final List<String> WRITES = List.of("CREATE", "UPDATE");

  /** Seconds a pod may have to wait for us, at worst: its start is more important than we are. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final Duration LONG = Duration.ofSeconds(10);

  /** Whether a webhook may change what it sees. */
  public enum Kind {
    MUTATING,
    VALIDATING
  }

  /** Where objects of a resource are. */
  public enum Scope {
    NAMESPACED("Namespaced"),
    CLUSTER("Cluster");

    private final String text;

    Scope(String text) {
      this.text = text;
    }

    /** As a rule of a webhook says it. */
    String text() {
      return text;
    }
  }

  public static final Webhook POD =
      new Webhook(
          "mpod.kb.io",
          "/mutate-v1-pod",
          Kind.MUTATING,
          "",
          "v1",
          "pods",
          Scope.NAMESPACED,
          List.of("CREATE"),
          Failure.ALLOW,
          SHORT);

  public static final Webhook INSTRUMENTATION_DEFAULTS =
      mutating("minstrumentation.kb.io", "v1alpha1", "instrumentation");

  public static final Webhook INSTRUMENTATION_CHECKS =
      validating("vinstrumentationcreateupdate.kb.io", "v1alpha1", "instrumentation");

  /** For a kind of our own, named as the compatible operator would. */
  public static final Webhook CLUSTER_INSTRUMENTATION_DEFAULTS =
      mutating("mclusterinstrumentation.kb.io", "v1alpha1", "clusterinstrumentation").ofCluster();

  public static final Webhook CLUSTER_INSTRUMENTATION_CHECKS =
      validating("vclusterinstrumentationcreateupdate.kb.io", "v1alpha1", "clusterinstrumentation")
          .ofCluster();

  public static final Webhook COLLECTOR_DEFAULTS =
      mutating("mopentelemetrycollectorbeta.kb.io", "v1beta1", "opentelemetrycollector");

  public static final Webhook COLLECTOR_CHECKS =
      validating(
          "vopentelemetrycollectorcreateupdatebeta.kb.io", "v1beta1", "opentelemetrycollector");

  public static final Webhook TARGET_ALLOCATOR_DEFAULTS =
      mutating("mtargetallocatorbeta.kb.io", "v1alpha1", "targetallocator");

  public static final Webhook TARGET_ALLOCATOR_CHECKS =
      validating("vtargetallocatorcreateupdatebeta.kb.io", "v1alpha1", "targetallocator");

  public static final Webhook OPAMP_BRIDGE_DEFAULTS =
      mutating("mopampbridge.kb.io", "v1alpha1", "opampbridge");

  public static final Webhook OPAMP_BRIDGE_CHECKS =
      validating("vopampbridgecreateupdate.kb.io", "v1alpha1", "opampbridge");

  /** Every webhook, in the order in which configurations list them. */
  public static final List<Webhook> ALL =
      List.of(
          POD,
          INSTRUMENTATION_DEFAULTS,
          CLUSTER_INSTRUMENTATION_DEFAULTS,
          COLLECTOR_DEFAULTS,
          TARGET_ALLOCATOR_DEFAULTS,
          OPAMP_BRIDGE_DEFAULTS,
          INSTRUMENTATION_CHECKS,
          CLUSTER_INSTRUMENTATION_CHECKS,
          COLLECTOR_CHECKS,
          TARGET_ALLOCATOR_CHECKS,
          OPAMP_BRIDGE_CHECKS);

  /** Copies the operations. */
  public Webhook {
    operations = List.copyOf(operations);
  }

  private Webhook ofCluster() {
    return new Webhook(
        name, path, kind, group, version, resource, Scope.CLUSTER, operations, failure, timeout);
  }

  private static Webhook mutating(String name, String version, String singular) {
    return custom(Kind.MUTATING, "mutate", name, version, singular);
  }

  private static Webhook validating(String name, String version, String singular) {
    return custom(Kind.VALIDATING, "validate", name, version, singular);
  }

  private static Webhook custom(
      Kind kind, String verb, String name, String version, String singular) {
    var path = "/%s-opentelemetry-io-%s-%s".formatted(verb, version, singular);
    return new Webhook(
        name,
        path,
        kind,
        "opentelemetry.io",
        version,
        singular + "s",
        Scope.NAMESPACED,
        WRITES,
        Failure.DENY,
        LONG);
  }
}
