// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.List;
import java.util.Map;

/** How the API server reaches the operator's webhooks. */
public final class WebhookSettings {

  public static final Setting<Boolean> ENABLED =
      Setting.of("enable-webhooks", Format.truth(), true, "Serve and register the webhooks");

  public static final Setting<Integer> PORT =
      Setting.of(
          "webhook-port",
          Format.number(0, 65535),
          9443,
          "Port on which the webhooks listen; 0 takes a free one");

  public static final Setting<String> URL =
      Setting.of(
          "webhook-url",
          Format.webhookUrl(),
          "",
          "Base address at which the API server calls the webhooks of an operator that runs outside"
              + " the cluster; without it they are called through a Service");

  public static final Setting<String> SERVICE =
      Setting.of(
          "webhook-service",
          Format.text(),
          "opentelemetry-operator-webhook",
          "Name of the Service, in the operator's namespace, that leads to the webhooks");

  public static final Setting<String> CONVERSION_SERVICE =
      Setting.of(
          "conversion-service",
          Format.text(),
          "",
          "Name of the Service, in the operator's namespace, that leads to operators that convert"
              + " collectors, also those that are not ready yet; without it, that of the webhooks");

  public static final Setting<Integer> SERVICE_PORT =
      Setting.of("webhook-service-port", Format.number(1, 65535), 443, "Port of that Service");

  public static final Setting<String> CERTIFICATE_SECRET =
      Setting.of(
          "webhook-cert-secret",
          Format.text(),
          "opentelemetry-operator-webhook-cert",
          "Name of the Secret, in the operator's namespace, in which all replicas keep the"
              + " certificate that they made");

  public static final Setting<String> CERTIFICATE_DIR =
      Setting.of(
          "webhook-cert-dir",
          Format.text(),
          "",
          "Folder with tls.crt, tls.key and, for what the API server is to trust, ca.crt, which"
              + " somebody else keeps fresh; without it the operator makes its certificate itself");

  public static final Setting<String> INJECT_CA_FROM =
      Setting.of(
          "webhook-inject-ca-from",
          Format.text(),
          "",
          "Namespace/name of the Certificate whose authority cert-manager is to write into the"
              + " webhook configurations; without it the operator writes what it trusts");

  public static final Setting<String> OWNER =
      Setting.of(
          "webhook-owner-cluster-role",
          Format.text(),
          "",
          "ClusterRole whose removal takes the webhook configurations along; none, without it");

  public static final Setting<String> CONFIGURATION_NAME =
      Setting.of(
          "webhook-configuration-name",
          Format.text(),
          "opentelemetry-operator",
          "What the names of the webhook configurations begin with, before -mutation and"
              + " -validation");

  public static final Setting<String> NAME_PREFIX =
      Setting.of(
          "webhook-name-prefix",
          Format.text(),
          "",
          "Put before the name of the mutating configuration, with a dash between: the API server"
              + " calls mutating webhooks in the order of these names");

  public static final Setting<String> FAILURE_POLICY =
      Setting.of(
          "webhook-failure-policy",
          Format.oneOf("Fail", "Ignore"),
          "Fail",
          "What happens to a custom resource when no replica answers");

  public static final Setting<String> PODS_FAILURE_POLICY =
      Setting.of(
          "webhook-pods-failure-policy",
          Format.oneOf("Fail", "Ignore"),
          "Ignore",
          "What happens to a pod when no replica answers; Fail needs webhook-may-hold-back-pods");

  /** Said twice, since it gives away what the operator promises. */
  public static final Setting<Boolean> MAY_HOLD_BACK_PODS =
      Setting.of(
          "webhook-may-hold-back-pods",
          Format.truth(),
          false,
          "Let webhook-pods-failure-policy=Fail keep pods from being made while no replica answers");

  public static final Setting<Integer> TIMEOUT_SECONDS =
      Setting.of(
          "webhook-timeout-seconds",
          Format.number(1, 30),
          10,
          "How long the API server waits for an answer, at most");

  public static final Setting<Integer> PODS_TIMEOUT_SECONDS =
      Setting.of(
          "webhook-pods-timeout-seconds",
          Format.number(1, 30),
          3,
          "How long a pod waits for an answer, at most");

  public static final Setting<Map<String, Object>> NAMESPACE_SELECTOR =
      Setting.of(
          "webhook-namespace-selector",
          SelectorFormat.selector(),
          Map.<String, Object>of(),
          "Labels of the only namespaces whose objects are sent to the webhooks");

  public static final Setting<Map<String, Object>> OBJECT_SELECTOR =
      Setting.of(
          "webhook-object-selector",
          SelectorFormat.selector(),
          Map.<String, Object>of(),
          "Labels of the only pods and custom resources that are sent to the webhooks");

  public static final Setting<Integer> OPENSHIFT_REPLICAS =
      Setting.of(
              "openshift-webhook-replicas",
              Format.number(0, 1000),
              2,
              "Replicas of the separate webhook server on OpenShift")
          .unused();

  static final List<Setting<?>> ALL =
      List.of(
          ENABLED,
          PORT,
          URL,
          SERVICE,
          CONVERSION_SERVICE,
          SERVICE_PORT,
          CERTIFICATE_SECRET,
          CERTIFICATE_DIR,
          INJECT_CA_FROM,
          OWNER,
          CONFIGURATION_NAME,
          NAME_PREFIX,
          FAILURE_POLICY,
          PODS_FAILURE_POLICY,
          MAY_HOLD_BACK_PODS,
          TIMEOUT_SECONDS,
          PODS_TIMEOUT_SECONDS,
          NAMESPACE_SELECTOR,
          OBJECT_SELECTOR,
          OPENSHIFT_REPLICAS);

  private WebhookSettings() {}
}
