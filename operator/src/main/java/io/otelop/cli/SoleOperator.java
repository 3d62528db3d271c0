// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.reason.Finding;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.Settings;
import io.otelop.settings.WebhookSettings;
import io.otelop.webhook.OtherOperator;
import io.otelop.webhook.WebhookReason;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits before anything is done: until the API server answers, and until no other operator keeps
 * this cluster. Two operators would write the same objects in turns, so the second one stands by
 * and says so. Who keeps the webhooks keeps the cluster; without webhooks nothing can be told.
 */
final class SoleOperator {

  private static final Logger LOG = LoggerFactory.getLogger(SoleOperator.class);
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesClient client;
  private final Consumer<String> waitsFor;
  private final Consumer<Boolean> isOtherThere;
  private final Consumer<Finding> incidents;
  private String said = "";

  private SoleOperator(
      KubernetesClient client,
      Consumer<String> waitsFor,
      Consumer<Boolean> isOtherThere,
      Consumer<Finding> incidents) {
    this.incidents = incidents;
    this.client = client;
    this.waitsFor = waitsFor;
    this.isOtherThere = isOtherThere;
  }

  /**
   * Returns when this operator may begin.
   *
   * @param waitsFor told what is missing, in words for people
   * @param isOtherThere told whether that is because of another operator
   * @param incidents told of another operator
   * @throws IOException where it was interrupted
   */
  static void await(
      Settings settings,
      KubernetesClient client,
      Consumer<String> waitsFor,
      Consumer<Boolean> isOtherThere,
      Consumer<Finding> incidents)
      throws IOException {
    var target = Webhooks.target(settings);
    if (settings.get(WebhookSettings.ENABLED) && target.isPresent()) {
      new SoleOperator(client, waitsFor, isOtherThere, incidents)
          .await(new OtherOperator(target.get(), settings.get(ClusterSettings.WATCH_NAMESPACE)));
    }
  }

  private void await(OtherOperator others) throws IOException {
    try {
      for (var missing = missing(others); !missing.isEmpty(); missing = missing(others)) {
        if (!missing.equals(said)) {
          LOG.atWarn().log(missing);
          waitsFor.accept(missing);
          said = missing;
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped before it had begun", stopping);
    }
  }

  private String missing(OtherOperator others) {
    try {
      var other = others.in(client);
      isOtherThere.accept(other.isPresent());
      other.filter(it -> !said.equals(standsBy(it))).ifPresent(this::tell);
      return other.map(SoleOperator::standsBy).orElse("");
    } catch (KubernetesClientException failed) {
      var code = failed.getCode();
      var isLater =
          code < HttpURLConnection.HTTP_BAD_REQUEST
              || code >= HttpURLConnection.HTTP_INTERNAL_ERROR
              || code == TOO_MANY_REQUESTS;
      // What may not be read is not ours to judge; what we lack is said where it is needed.
      return isLater ? "the API server does not answer yet: " + failed.getMessage() : "";
    }
  }

  private void tell(String other) {
    incidents.accept(
        Finding.of(
            WebhookReason.OtherOperator,
            "",
            other,
            "is where another operator keeps the webhooks; this one stands by"));
  }

  private static String standsBy(String other) {
    return "another operator keeps the webhooks of this cluster, at "
        + other
        + "; this one stands by. Remove one of the two, or give each --watch-namespace of its own;"
        + " if the other is gone, delete its webhook configurations";
  }
}
