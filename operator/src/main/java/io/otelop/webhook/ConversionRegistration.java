// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.otelop.naming.Labels;
import io.otelop.reason.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the definition of a custom resource so that the API server has its objects converted here:
 * at start, when the authority changes, and after somebody has applied the definition anew. A
 * definition has room for one converter, and every operator converts alike: one that lives is left
 * in its place. Where the operator may not change the definition it says so and goes on: the newest
 * version needs no conversion.
 */
public final class ConversionRegistration implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConversionRegistration.class);

  /** Between two changes, lest we race with somebody who wants it otherwise. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How often an operator for other namespaces is asked whether it still converts. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final PatchContext PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager(Labels.OPERATOR)
          .build();

  private final Resource<GenericKubernetesResource> definition;
  private final ConversionDefinition wanted;
  private final OtherOperator others;
  private final BooleanSupplier isOurs;
  private final AtomicBoolean isAsking = new AtomicBoolean();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("conversion").factory());
  private final Consumer<Finding> incidents;
  private volatile String bundle;
  private volatile String other = "";
  private @Nullable SharedIndexInformer<GenericKubernetesResource> watch;

  private ConversionRegistration(
      Resource<GenericKubernetesResource> definition,
      ConversionDefinition wanted,
      String bundle,
      BooleanSupplier isOurs,
      Consumer<Finding> incidents) {
    this.incidents = incidents;
    this.definition = definition;
    this.wanted = wanted;
    this.others = new OtherOperator(wanted.target(), List.of());
    this.bundle = bundle;
    this.isOurs = isOurs;
  }

  /**
   * Registers the conversion and keeps it registered; a definition that is not there yet is waited
   * for.
   *
   * @param name of the definition
   * @param wanted what it is to say
   * @param bundle what the API server is to trust, as PEM
   * @param isOurs false while another operator has the webhooks; the definition is left to it then
   * @param incidents told of what others did to the definition
   */
  public static ConversionRegistration start(
      KubernetesClient client,
      String name,
      ConversionDefinition wanted,
      String bundle,
      BooleanSupplier isOurs,
      Consumer<Finding> incidents) {
    var definition =
        client
            .genericKubernetesResources("apiextensions.k8s.io/v1", "CustomResourceDefinition")
            .withName(name);
    var registration = new ConversionRegistration(definition, wanted, bundle, isOurs, incidents);
    registration.register();
    registration.watch = definition.inform(registration.new Changes());
    return registration;
  }

  /** The API server is to trust this from now on. */
  public void trust(String newBundle) {
    bundle = newBundle;
    register();
  }

  /** Stops to keep it; it stays as it is. */
  @Override
  public void close() {
    if (watch != null) {
      watch.stop();
    }
    writer.shutdownNow();
  }

  /** Stops to keep it and lets the API server do without, for an operator that will not return. */
  public void withdraw() {
    close();
    change(live -> others.isOwnConversion(live) ? wanted.withdrawn(live) : Optional.empty());
  }

  /** Whether there was anything to write. */
  private boolean register() {
    var isWritten = isOurs.getAsBoolean() && change(this::registered);
    if (isWritten) {
      LOG.atInfo().addKeyValue("name", wanted.version()).log("the conversion is registered");
    }
    return isWritten;
  }

  private Optional<ArrayNode> registered(JsonNode live) {
    var converting = others.converting(live).orElse("");
    if (!converting.isEmpty()) {
      if (!converting.equals(other)) {
        LOG.atInfo().addKeyValue("other", converting).log("another operator converts already");
      }
      askAgain();
    }
    other = converting;
    return converting.isEmpty() ? wanted.registered(live, bundle) : Optional.empty();
  }

  /** Nobody tells us when the other one goes. */
  private void askAgain() {
    if (isAsking.compareAndSet(false, true)) {
      later(
          () -> {
            Thread.sleep(LONGEST_PAUSE);
            isAsking.set(false);
            register();
          });
    }
  }

  /** Work that may be interrupted by the end. */
  @FunctionalInterface
  private interface Work {

    void run() throws InterruptedException;
  }

  private void later(Work work) {
    try {
      writer.execute(
          () -> {
            try {
              work.run();
            } catch (InterruptedException stopping) {
              Thread.currentThread().interrupt();
            }
          });
    } catch (RejectedExecutionException closing) {
      LOG.atDebug().log("a change of the definition was seen while stopping");
    }
  }

  private synchronized boolean change(Function<JsonNode, Optional<ArrayNode>> by) {
    try {
      var live = definition.get();
      var patch = live == null ? Optional.<ArrayNode>empty() : by.apply(JSON.valueToTree(live));
      patch.ifPresent(it -> definition.patch(PATCH, it.toString()));
      return patch.isPresent();
    } catch (KubernetesClientException refused) {
      // A conflict leads here again by the watch; the rest is for people.
      LOG.atWarn().setCause(refused).log("the conversion could not be registered");
      return false;
    }
  }

  private final class Changes implements ResourceEventHandler<GenericKubernetesResource> {

    @Override
    public void onAdd(GenericKubernetesResource found) {
      look();
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      later(
          () -> {
            // Where another operator converted, taking over from it is no incident.
            var wasOurs = other.isEmpty();
            if (register() && wasOurs) {
              incidents.accept(
                  Finding.of(
                      WebhookReason.WebhooksChanged,
                      "",
                      after.getMetadata().getName(),
                      "had its conversion changed by somebody else"));
            }
            Thread.sleep(PAUSE);
          });
    }

    @Override
    public void onDelete(GenericKubernetesResource gone, boolean isUnknown) {
      LOG.atDebug().log("the definition is gone");
    }

    private void look() {
      later(
          () -> {
            register();
            Thread.sleep(PAUSE);
          });
    }
  }
}
