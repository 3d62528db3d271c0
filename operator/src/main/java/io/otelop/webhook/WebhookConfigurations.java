// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.otelop.naming.Labels;
import io.otelop.webhook.Webhook.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the API server must know to call the webhooks, as a pure function of what is served, where,
 * and under which authority.
 *
 * <p>Chosen once for all: {@code matchPolicy: Equivalent}, so that a write in another version of
 * the resource is seen too. Pods are mutated with {@code sideEffects: NoneOnDryRun}, since an Event
 * may be sent for a real one. {@code reinvocationPolicy: Never}: a second call would find our own
 * init container and leave the pod alone, so it would cost every pod a call and give it nothing.
 *
 * @param served webhooks that have an endpoint; one that is registered without an endpoint would
 *     block its resource
 * @param policy how they are called
 * @param target where they are called
 * @param namespaces the only ones whose objects are sent to us; all where it is empty
 * @param owners whose removal takes the configurations along
 * @param pods which pods are sent
 * @param annotations of the configurations, for those who complete them
 */
public record WebhookConfigurations(
    List<Webhook> served,
    WebhookPolicy policy,
    WebhookTarget target,
    List<String> namespaces,
    List<OwnerReference> owners,
    PodTarget pods,
    Map<String, String> annotations) {

  static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  /** The cluster's own: it must start before we do. */
  public static final List<String> SYSTEM =
      List.of("kube-system", "kube-public", "kube-node-lease");

  /** Copies the lists. */
  public WebhookConfigurations {
    served = List.copyOf(served);
    namespaces = List.copyOf(namespaces);
    owners = List.copyOf(owners);
    annotations = Map.copyOf(annotations);
  }

  /** The same, with other pods sent. */
  public WebhookConfigurations withPods(PodTarget others) {
    return new WebhookConfigurations(
        served, policy, target, namespaces, owners, others, annotations);
  }

  /** The configuration of all mutating webhooks, for an API server that trusts this bundle. */
  public MutatingWebhookConfiguration mutation(String bundle) {
    return new MutatingWebhookConfigurationBuilder()
        .withMetadata(metadata(policy.names().mutation()))
        .withWebhooks(of(Kind.MUTATING).map(webhook -> mutating(webhook, bundle)).toList())
        .build();
  }

  /** The configuration of all validating webhooks, for an API server that trusts this bundle. */
  public ValidatingWebhookConfiguration validation(String bundle) {
    return new ValidatingWebhookConfigurationBuilder()
        .withMetadata(metadata(policy.names().validation()))
        .withWebhooks(of(Kind.VALIDATING).map(webhook -> validating(webhook, bundle)).toList())
        .build();
  }

  private Stream<Webhook> of(Kind kind) {
    return served.stream().filter(webhook -> webhook.kind() == kind);
  }

  private MutatingWebhook mutating(Webhook webhook, String bundle) {
    return new MutatingWebhookBuilder()
        .withName(webhook.name())
        .withAdmissionReviewVersions("v1")
        .withClientConfig(client(webhook.path(), bundle))
        .withRules(rule(webhook))
        .withFailurePolicy(failurePolicy(webhook))
        .withMatchPolicy("Equivalent")
        .withNamespaceSelector(namespaceSelector(webhook))
        .withObjectSelector(objectSelector(webhook))
        .withMatchConditions(webhook.equals(Webhook.POD) ? pods.conditions() : List.of())
        .withSideEffects(webhook.equals(Webhook.POD) ? "NoneOnDryRun" : "None")
        .withTimeoutSeconds((int) policy.timeout(webhook).toSeconds())
        .withReinvocationPolicy("Never")
        .build();
  }

  private ValidatingWebhook validating(Webhook webhook, String bundle) {
    return new ValidatingWebhookBuilder()
        .withName(webhook.name())
        .withAdmissionReviewVersions("v1")
        .withClientConfig(client(webhook.path(), bundle))
        .withRules(rule(webhook))
        .withFailurePolicy(failurePolicy(webhook))
        .withMatchPolicy("Equivalent")
        .withNamespaceSelector(namespaceSelector(webhook))
        .withObjectSelector(objectSelector(webhook))
        .withSideEffects("None")
        .withTimeoutSeconds((int) policy.timeout(webhook).toSeconds())
        .build();
  }

  private static RuleWithOperations rule(Webhook webhook) {
    return new RuleWithOperationsBuilder()
        .withApiGroups(webhook.group())
        .withApiVersions(webhook.version())
        .withResources(webhook.resource())
        .withOperations(webhook.operations())
        .withScope(webhook.scope().text())
        .build();
  }

  private String failurePolicy(Webhook webhook) {
    return switch (policy.failure(webhook)) {
      case ALLOW -> "Ignore";
      case DENY -> "Fail";
    };
  }

  private WebhookClientConfig client(String path, String bundle) {
    var client = new WebhookClientConfigBuilder();
    if (!bundle.isEmpty()) {
      client.withCaBundle(
          Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.US_ASCII)));
    }
    return switch (target) {
      case WebhookTarget.AtUrl(var base) -> client.withUrl(base + path).build();
      case WebhookTarget.ThroughService(var namespace, var name, var port) ->
          client
              .withNewService()
              .withNamespace(namespace)
              .withName(name)
              .withPath(path)
              .withPort(port)
              .endService()
              .build();
    };
  }

  /** Pods of the cluster's own system are never sent. */
  private LabelSelector namespaceSelector(Webhook webhook) {
    var selector = new LabelSelectorBuilder();
    if (!namespaces.isEmpty()) {
      selector.addToMatchExpressions(requirement(NAMESPACE_NAME, "In", namespaces));
    }
    if (webhook.equals(Webhook.POD)) {
      selector.addToMatchExpressions(requirement(NAMESPACE_NAME, "NotIn", SYSTEM));
    }
    return WebhookPolicy.both(selector.build(), policy.namespaces());
  }

  /**
   * Our own pods are not sent either. They are told by label and not by namespace, since people put
   * applications beside the operator.
   */
  private LabelSelector objectSelector(Webhook webhook) {
    var selector = new LabelSelectorBuilder();
    if (webhook.equals(Webhook.POD)) {
      selector.addToMatchExpressions(requirement(Labels.NAME, "NotIn", List.of(Labels.OPERATOR)));
    }
    return WebhookPolicy.both(selector.build(), policy.objects());
  }

  private static LabelSelectorRequirement requirement(
      String key, String operator, List<String> values) {
    return new LabelSelectorRequirement(key, operator, values);
  }

  private ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .addToLabels(Labels.MANAGED_BY, Labels.OPERATOR)
        .withAnnotations(annotations)
        .withOwnerReferences(owners)
        .build();
  }
}
