// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.otelop.naming.Labels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the webhook configurations in the cluster as they should be: applies them at start and when
 * the authority changes, and puts them right when somebody has changed or deleted them. They are
 * watched by name, so idle costs nothing.
 */
public final class WebhookRegistration implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookRegistration.class);

  /** Between two repairs, lest we race with somebody who wants it otherwise. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final WebhookConfigurations configurations;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("webhook-registration").factory());
  private volatile String bundle;
  private volatile List<SharedIndexInformer<?>> watches = List.of();

  private WebhookRegistration(
      KubernetesClient client, WebhookConfigurations configurations, String bundle) {
    this.client = client;
    this.configurations = configurations;
    this.bundle = bundle;
  }

  /**
   * Registers the webhooks and keeps them registered.
   *
   * @param bundle what the API server is to trust, as PEM
   * @throws KubernetesClientException where the API server refuses
   */
  public static WebhookRegistration start(
      KubernetesClient client, WebhookConfigurations configurations, String bundle) {
    var registration = new WebhookRegistration(client, configurations, bundle);
    registration.applyAll();
    var api = client.admissionRegistration().v1();
    registration.watches =
        List.of(
            registration.watch(
                api.mutatingWebhookConfigurations().withName(WebhookConfigurations.MUTATION)),
            registration.watch(
                api.validatingWebhookConfigurations().withName(WebhookConfigurations.VALIDATION)));
    return registration;
  }

  /** The API server is to trust this from now on; returns once it has been told. */
  public void trust(String newBundle) {
    bundle = newBundle;
    applyAll();
  }

  /** Stops to keep them; they stay as they are. */
  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::stop);
    writer.shutdownNow();
  }

  /** Stops to keep them and removes them, for an operator that nobody will start again. */
  public void withdraw() {
    close();
    desired().forEach(configuration -> client.resource(configuration).delete());
  }

  private List<HasMetadata> desired() {
    return List.of(configurations.mutation(bundle), configurations.validation(bundle));
  }

  private synchronized void applyAll() {
    desired().forEach(this::apply);
  }

  private void apply(HasMetadata configuration) {
    client.resource(configuration).fieldManager(Labels.OPERATOR).forceConflicts().serverSideApply();
    LOG.atInfo()
        .addKeyValue("kind", configuration.getKind())
        .addKeyValue("name", configuration.getMetadata().getName())
        .log("applied");
  }

  private <T extends HasMetadata> SharedIndexInformer<T> watch(Resource<T> one) {
    return one.inform(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(T found) {
            later(() -> heal(found));
          }

          @Override
          public void onUpdate(T before, T after) {
            later(() -> heal(after));
          }

          @Override
          public void onDelete(T gone, boolean isUnknown) {
            later(() -> heal(gone));
          }
        });
  }

  /** Compares with what is there by now: the event may be old, or about our own write. */
  private void heal(HasMetadata changed) {
    try {
      for (var wanted : desired()) {
        if (wanted.getKind().equals(changed.getKind())) {
          var live = client.resource(wanted).get();
          if (live == null || !isAsWanted(live, wanted)) {
            LOG.atWarn()
                .addKeyValue("kind", wanted.getKind())
                .addKeyValue("name", wanted.getMetadata().getName())
                .log("Somebody else changed a webhook configuration, it is put right");
            apply(wanted);
            Thread.sleep(PAUSE);
          }
        }
      }
    } catch (KubernetesClientException refused) {
      // Its next change, or the watch's next list, leads here again.
      LOG.atWarn().setCause(refused).log("Webhook configuration could not be put right");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void later(Runnable work) {
    try {
      writer.execute(work);
    } catch (RejectedExecutionException closing) {
      LOG.atDebug().log("Change of a webhook configuration seen while stopping");
    }
  }

  /** Whether each of our webhooks is there with all that we say about it. */
  static boolean isAsWanted(HasMetadata found, HasMetadata wanted) {
    JsonNode have = JSON.valueToTree(found);
    JsonNode want = JSON.valueToTree(wanted);
    for (var webhook : want.path("webhooks")) {
      var isThere =
          have.path("webhooks")
              .valueStream()
              .anyMatch(
                  other ->
                      other.path("name").equals(webhook.path("name")) && contains(other, webhook));
      if (!isThere) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(JsonNode have, JsonNode want) {
    if (want.isObject()) {
      return want.propertyStream()
          .allMatch(field -> contains(have.path(field.getKey()), field.getValue()));
    }
    if (want.isArray() && want.size() == have.size()) {
      for (var i = 0; i < want.size(); i++) {
        if (!contains(have.path(i), want.path(i))) {
          return false;
        }
      }
      return true;
    }
    return have.equals(want) || (want.isEmpty() && have.isMissingNode());
  }
}
