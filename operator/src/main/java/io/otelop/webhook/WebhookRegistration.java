// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.otelop.naming.Labels;
import io.otelop.reason.Finding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final OtherOperator others;
  private final Runnable refresh;
  private final Consumer<Finding> incidents;
  private final AtomicReference<String> other = new AtomicReference<>("");
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("webhook-registration").factory());
  private volatile WebhookConfigurations configurations;
  private volatile String bundle;
  private volatile List<SharedIndexInformer<?>> watches = List.of();

  private WebhookRegistration(
      KubernetesClient client,
      WebhookConfigurations configurations,
      String bundle,
      Runnable refresh,
      Consumer<Finding> incidents) {
    this.client = client;
    this.incidents = incidents;
    this.configurations = configurations;
    this.bundle = bundle;
    this.others = new OtherOperator(configurations.target(), configurations.namespaces());
    this.refresh = refresh;
  }

  /**
   * Registers the webhooks and keeps them registered.
   *
   * @param bundle what the API server is to trust, as PEM
   * @param refresh called before a repair: another replica may have renewed the certificates, and
   *     what it told the API server is right then. It calls {@link #trust} if so.
   * @param incidents told of what others did to the configurations
   * @throws KubernetesClientException where the API server refuses
   */
  public static WebhookRegistration start(
      KubernetesClient client,
      WebhookConfigurations configurations,
      String bundle,
      Runnable refresh,
      Consumer<Finding> incidents) {
    var registration = new WebhookRegistration(client, configurations, bundle, refresh, incidents);
    registration.applyAll();
    registration.removeOlder();
    var api = client.admissionRegistration().v1();
    var names = configurations.policy().names();
    registration.watches =
        List.of(
            registration.watch(api.mutatingWebhookConfigurations().withName(names.mutation())),
            registration.watch(api.validatingWebhookConfigurations().withName(names.validation())));
    return registration;
  }

  /**
   * The API server is to trust this from now on; returns once it has been told, or where it cannot
   * be told now, leaves that for later.
   */
  public void trust(String newBundle) {
    bundle = newBundle;
    applyOrRetry(this::applyAll);
  }

  /** The API server is to send these pods from now on; told as {@link #trust} tells. */
  public void aim(PodTarget pods) {
    var before = configurations.pods();
    configurations = configurations.withPods(pods);
    if (!before.quiet().equals(pods.quiet())) {
      applyOrRetry(this::applyMutation);
    }
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

  /**
   * Takes away what this operator registered under a name that it had before: it sends every pod
   * twice, and nobody keeps its authority right.
   */
  private void removeOlder() {
    var name = configurations.policy().names().mutation();
    var marked =
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withLabel(Labels.MANAGED_BY, Labels.OPERATOR);
    try {
      marked.list().getItems().stream()
          .filter(it -> !it.getMetadata().getName().equals(name) && others.isOwn(it))
          .forEach(this::removeOlder);
    } catch (KubernetesClientException refused) {
      LOG.atDebug().setCause(refused).log("older webhook configurations could not be looked for");
    }
  }

  private void removeOlder(MutatingWebhookConfiguration older) {
    var name = older.getMetadata().getName();
    try {
      client.resource(older).delete();
      LOG.atInfo().addKeyValue("name", name).log("removed, for it had an older name");
    } catch (KubernetesClientException refused) {
      var finding =
          Finding.of(
              WebhookReason.WebhooksLeftBehind,
              "",
              name,
              "is of this operator under an older name, and may not be deleted by it");
      LOG.atWarn().addKeyValue("code", refused.getCode()).log(finding.sentence());
      incidents.accept(finding);
    }
  }

  private List<HasMetadata> desired() {
    return List.of(configurations.mutation(bundle), configurations.validation(bundle));
  }

  private synchronized void applyAll() {
    desired().forEach(this::apply);
  }

  private synchronized void applyMutation() {
    apply(configurations.mutation(bundle));
  }

  private void applyOrRetry(Runnable change) {
    try {
      change.run();
    } catch (KubernetesClientException unreachable) {
      LOG.atWarn().setCause(unreachable).log("Webhook configurations could not be applied yet");
      later(this::applyUntilDone);
    }
  }

  /** Whatever keeps the API server from being told, it hears in the end. */
  private void applyUntilDone() {
    for (var pause = PAUSE; ; pause = longer(pause)) {
      try {
        Thread.sleep(pause);
        applyAll();
        return;
      } catch (KubernetesClientException unreachable) {
        LOG.atDebug().setCause(unreachable).log("Webhook configurations not applied, once more");
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
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

  /** Where another operator is that keeps the webhooks now; empty where we do. */
  public String other() {
    return other.get();
  }

  /** Compares with what is there by now: the event may be old, or about our own write. */
  private void heal(HasMetadata changed) {
    try {
      if (isRight(changed.getKind())) {
        return;
      }
      refresh.run();
      while (isKeptByOther(changed.getKind())) {
        Thread.sleep(LONGEST_PAUSE);
      }
      other.set("");
      if (!isRight(changed.getKind())) {
        LOG.atWarn()
            .addKeyValue("kind", changed.getKind())
            .log("Somebody else changed a webhook configuration, it is put right");
        apply(wanted(changed.getKind()));
        incidents.accept(
            Finding.of(
                WebhookReason.WebhooksChanged,
                "",
                changed.getMetadata().getName(),
                "was changed or deleted by somebody else"));
        Thread.sleep(PAUSE);
      }
    } catch (KubernetesClientException refused) {
      LOG.atWarn().setCause(refused).log("Webhook configuration could not be put right yet");
      applyUntilDone();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private HasMetadata wanted(String kind) {
    return desired().stream().filter(one -> one.getKind().equals(kind)).findFirst().orElseThrow();
  }

  private boolean isRight(String kind) {
    var wanted = wanted(kind);
    var live = client.resource(wanted).get();
    return live != null && isTolerable(live, wanted);
  }

  /** An operator that lives is left alone: it would undo what we do, and we what it does. */
  private boolean isKeptByOther(String kind) {
    var live = client.resource(wanted(kind)).get();
    var keeper = live == null ? "" : others.keeping(live).orElse("");
    if (!keeper.isEmpty() && !keeper.equals(other.getAndSet(keeper))) {
      LOG.atError()
          .addKeyValue("other", keeper)
          .log("Another operator has taken the webhooks; one of the two has to go");
      incidents.accept(
          Finding.of(WebhookReason.OtherOperator, "", keeper, "has taken the webhooks"));
    }
    return !keeper.isEmpty();
  }

  private void later(Runnable work) {
    try {
      writer.execute(work);
    } catch (RejectedExecutionException closing) {
      LOG.atDebug().log("Change of a webhook configuration seen while stopping");
    }
  }

  /**
   * Whether a configuration may stay. Another replica may have heard of a quiet namespace, or of a
   * new authority, before or after us: its list does as well as ours, unless a namespace is in it
   * that we know to ask, and its bundle does, if everything is in it that we want trusted.
   */
  private boolean isTolerable(HasMetadata live, HasMetadata wanted) {
    if (isAsWanted(live, wanted)) {
      return true;
    }
    JsonNode webhooks = JSON.valueToTree(live).path("webhooks");
    var encoded = webhooks.path(0).path("clientConfig").path("caBundle").asText();
    var trusted = Pem.wider(Pem.decoded(encoded), bundle);
    if (!(live instanceof MutatingWebhookConfiguration mutation)) {
      return isAsWanted(live, configurations.validation(trusted));
    }
    var pods = configurations.pods();
    var others =
        PodTarget.quietIn(
            mutation.getWebhooks().stream()
                .flatMap(webhook -> webhook.getMatchConditions().stream())
                .toList());
    return pods.tolerates(others)
        && isAsWanted(live, configurations.withPods(pods.withQuiet(others)).mutation(trusted));
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
    // An empty list or object is not stored. A text counts as empty to Jackson, too.
    return have.equals(want) || (want.isContainerNode() && want.isEmpty() && have.isMissingNode());
  }
}
