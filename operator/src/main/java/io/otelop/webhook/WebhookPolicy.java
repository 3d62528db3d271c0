// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.otelop.webhook.Admission.Failure;
import java.time.Duration;
import java.util.List;

/**
 * What people may say about how the API server calls the webhooks. Rules and defaults:
 * targetallocator-opamp-ops.md E1, {@code admissionWebhooks}.
 *
 * @param names of the configurations
 * @param pods what happens to a pod when there is no answer
 * @param customResources what happens to a custom resource when there is no answer
 * @param longest how long the API server waits, at most
 * @param longestForPods how long a pod waits, at most
 * @param namespaces further ones are not sent, of no kind
 * @param objects further ones are not sent, of no kind
 */
public record WebhookPolicy(
    Names names,
    Failure pods,
    Failure customResources,
    Duration longest,
    Duration longestForPods,
    LabelSelector namespaces,
    LabelSelector objects) {

  /** Where nobody says anything. */
  public static final WebhookPolicy STANDARD =
      new WebhookPolicy(
          new Names("opentelemetry-operator", ""),
          Webhook.POD.failure(),
          Failure.DENY,
          Webhook.COLLECTOR_CHECKS.timeout(),
          Webhook.POD.timeout(),
          new LabelSelector(),
          new LabelSelector());

  /**
   * What the configurations are called.
   *
   * @param operator name of the installation
   * @param prefix put before the name of the mutating one: the API server calls mutating webhooks
   *     in the order of these names; empty for none
   */
  public record Names(String operator, String prefix) {

    /** The configuration of mutating webhooks. */
    public String mutation() {
      return (prefix.isEmpty() ? "" : prefix + "-") + operator + "-mutation";
    }

    /** The configuration of validating webhooks. */
    public String validation() {
      return operator + "-validation";
    }
  }

  /** What happens to an object when there is no answer from this webhook. */
  Failure failure(Webhook webhook) {
    return webhook.equals(Webhook.POD) ? pods : customResources;
  }

  /** What happens to an object where this webhook was called and we failed: no pod is held back. */
  public Failure faults(Webhook webhook) {
    return webhook.equals(Webhook.POD) ? Failure.ALLOW : customResources;
  }

  /** How long the API server waits for this webhook. */
  public Duration timeout(Webhook webhook) {
    return webhook.equals(Webhook.POD) && longestForPods.compareTo(longest) < 0
        ? longestForPods
        : longest;
  }

  /** How long a decision may take so that the answer still arrives in time. */
  public Duration deadline(Webhook webhook) {
    return timeout(webhook).multipliedBy(2).dividedBy(3);
  }

  /** Both at once. */
  static LabelSelector both(LabelSelector one, LabelSelector other) {
    var all = new LabelSelectorBuilder(one);
    if (other.getMatchLabels() != null) {
      all.addToMatchLabels(other.getMatchLabels());
    }
    List.copyOf(other.getMatchExpressions()).forEach(all::addToMatchExpressions);
    return all.build();
  }
}
