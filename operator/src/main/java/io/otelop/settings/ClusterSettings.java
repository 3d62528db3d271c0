// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.List;

/** Which cluster the operator works in, how much of it, and what it copies from owner to child. */
public final class ClusterSettings {

  public static final Setting<String> KUBECONFIG =
      Setting.of(
              "kubeconfig",
              Format.text(),
              "",
              "File that says how to reach the cluster; without it the pod's own access is used")
          .key("");

  /** Where the flag and the variable are silent, the namespace of the pod's service account. */
  public static final Setting<String> NAMESPACE =
      Setting.of("namespace", Format.text(), "", "Namespace that the operator itself is in")
          .key("");

  public static final Setting<String> SERVICE_ACCOUNT =
      Setting.of("service-account-name", Format.text(), "", "Service account of the operator")
          .withoutFlag()
          .key("");

  public static final Setting<List<String>> WATCH_NAMESPACE =
      Setting.of(
          "watch-namespace",
          Format.commaList(),
          List.<String>of(),
          "Namespaces that the operator looks after, with commas between them; all, without it");

  public static final Setting<List<String>> LABELS_FILTER =
      Setting.of(
          "labels-filter",
          Format.patterns(),
          List.<String>of(),
          "Labels of a collector that its children do not get");

  public static final Setting<List<String>> ANNOTATIONS_FILTER =
      Setting.of(
          "annotations-filter",
          Format.patterns(),
          List.of("^kubectl\\.kubernetes\\.io/last-applied-configuration$"),
          "Annotations of a collector that its children do not get");

  public static final Setting<Boolean> LEADER_ELECTION =
      Setting.of(
          "enable-leader-election",
          Format.truth(),
          false,
          "Let only one of several replicas reconcile");

  public static final Setting<String> LEASE =
      Setting.of(
          "leader-election-id",
          Format.text(),
          "9f7554c3.opentelemetry.io",
          "Name of the Lease, in the operator's namespace, of the replica that reconciles");

  public static final Setting<Integer> LEASE_SECONDS =
      seconds(
          "leader-election-lease-seconds",
          137,
          "How long the Lease of a replica lasts that vanished without a word");

  public static final Setting<Integer> LEASE_RENEW_SECONDS =
      seconds(
          "leader-election-renew-seconds",
          107,
          "How long the replica that reconciles tries to renew its Lease before it ends");

  public static final Setting<Integer> LEASE_RETRY_SECONDS =
      seconds("leader-election-retry-seconds", 10, "How often every replica looks after the Lease");

  /** Whether ClusterObservabilities are looked after; closed where nobody opens it. */
  public static final String CLUSTER_OBSERVABILITY_GATE = "operator.clusterobservability";

  /** Whether collectors and target allocators get NetworkPolicies; open where nobody closes it. */
  public static final String OPERAND_NETWORK_POLICY_GATE = "operand.networkpolicy";

  /** Gates that are open where nobody closes them. */
  private static final List<String> OPEN_GATES = List.of(OPERAND_NETWORK_POLICY_GATE);

  /** Gates that can be opened and closed (targetallocator-opamp-ops.md D2). */
  private static final List<String> GATES =
      List.of(
          "operator.targetallocator.fallbackstrategy",
          "operator.networkpolicy",
          OPERAND_NETWORK_POLICY_GATE,
          CLUSTER_OBSERVABILITY_GATE);

  /** Gates that are open for good. */
  private static final List<String> LOCKED_GATES =
      List.of("operator.golang.flags", "operator.collector.usedefaulttelemetryshape");

  public static final Setting<List<String>> FEATURE_GATES =
      Setting.of(
          "feature-gates",
          Format.gates(GATES, LOCKED_GATES),
          List.<String>of(),
          "Gates to open, or with a minus before them to close");

  public static final Setting<Boolean> CREATE_RBAC =
      Setting.of(
              "create-rbac-permissions",
              Format.truth(),
              false,
              "Nothing: what the operator may do is found out")
          .env("")
          .unused();

  public static final Setting<Boolean> OPENSHIFT_DASHBOARD =
      Setting.of(
              "openshift-create-dashboard", Format.truth(), false, "Make a dashboard on OpenShift")
          .unused();

  public static final Setting<Boolean> IGNORE_MISSING_CRDS =
      Setting.of(
              "ignore-missing-collector-crds",
              Format.truth(),
              false,
              "Run without the definition of OpenTelemetryCollector")
          .unused();

  public static final Setting<List<String>> FIPS_DISABLED =
      Setting.of(
          "fips-disabled-components",
          Format.commaList(),
          List.of("uppercase"),
          "Components that may not be used on a machine in FIPS mode, as receiver.type");

  public static final Setting<Boolean> TLS_CLUSTER_PROFILE =
      Setting.of("tls-cluster-profile", Format.truth(), false, "Take the TLS profile of OpenShift")
          .key("tls.useclusterprofile")
          .unused();

  public static final Setting<Boolean> TLS_OPERANDS =
      Setting.of(
              "tls-configure-operands",
              Format.truth(),
              false,
              "Give the operator's TLS version and ciphers to collectors")
          .key("tls.configureoperands")
          .unused();

  public static final Setting<String> TLS_MIN_VERSION =
      Setting.of(
              "tls-min-version",
              Format.oneOf("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"),
              "VersionTLS12",
              "The oldest TLS version that the operator's servers speak; 1.2 at least")
          .key("tls.minversion");

  public static final Setting<List<String>> TLS_CIPHERS =
      Setting.of(
              "tls-cipher-suites",
              Format.commaList(),
              List.<String>of(),
              "The ciphers of TLS 1.2 that the operator's servers speak")
          .key("tls.ciphersuites");

  public static final Setting<String> COLLECTOR_ENTRY =
      entry("collector-configmap-entry", "collector.yaml", "collectors");

  public static final Setting<String> TARGET_ALLOCATOR_ENTRY =
      entry("target-allocator-configmap-entry", "targetallocator.yaml", "target allocators");

  public static final Setting<String> OPAMP_BRIDGE_ENTRY =
      entry("operator-op-amp-bridge-configmap-entry", "remoteconfiguration.yaml", "OpAMP bridges");

  static final List<Setting<?>> ALL =
      List.of(
          KUBECONFIG,
          NAMESPACE,
          SERVICE_ACCOUNT,
          WATCH_NAMESPACE,
          LABELS_FILTER,
          ANNOTATIONS_FILTER,
          LEADER_ELECTION,
          LEASE,
          LEASE_SECONDS,
          LEASE_RENEW_SECONDS,
          LEASE_RETRY_SECONDS,
          FEATURE_GATES,
          CREATE_RBAC,
          OPENSHIFT_DASHBOARD,
          IGNORE_MISSING_CRDS,
          FIPS_DISABLED,
          TLS_CLUSTER_PROFILE,
          TLS_OPERANDS,
          TLS_MIN_VERSION,
          TLS_CIPHERS,
          COLLECTOR_ENTRY,
          TARGET_ALLOCATOR_ENTRY,
          OPAMP_BRIDGE_ENTRY);

  private ClusterSettings() {}

  /** Whether a gate is open. */
  public static boolean isOpen(Settings settings, String gate) {
    var given = settings.get(FEATURE_GATES);
    return OPEN_GATES.contains(gate)
        ? !given.contains("-" + gate)
        : given.contains(gate) || given.contains("+" + gate);
  }

  private static Setting<Integer> seconds(String flag, int fallback, String help) {
    return Setting.of(flag, Format.number(1, 86_400), fallback, help);
  }

  private static Setting<String> entry(String key, String fallback, String of) {
    return Setting.of(key, Format.text(), fallback, "Name of the config in the ConfigMap of " + of)
        .withoutFlag()
        .env("")
        .unused();
  }
}
