// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.otelop.naming.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The roles and bindings that custom resources of one kind own, in all namespaces: watched where
 * the operator may make some, which may be told to it while it runs.
 *
 * @param <P> the owners' type
 */
public final class OwnedRoles<P extends HasMetadata> {

  private final OwnedInformers<P> informers;
  private final Class<P> owners;
  private final List<Class<? extends HasMetadata>> kinds;
  private final Map<String, String> labels;
  private volatile boolean isWatching;

  /**
   * Nothing is watched yet.
   *
   * @param kinds of roles and bindings
   * @param labels that all of them have
   */
  public OwnedRoles(
      OwnedInformers<P> informers,
      Class<P> owners,
      List<Class<? extends HasMetadata>> kinds,
      Map<String, String> labels) {
    this.informers = informers;
    this.owners = owners;
    this.kinds = List.copyOf(kinds);
    this.labels = Map.copyOf(labels);
  }

  /**
   * The namespace and name that an owner annotation names; empty where it is one of another kind.
   */
  public static Optional<ResourceID> owner(Class<? extends HasMetadata> kind, String mark) {
    var parts = mark.split("/", -1);
    return parts.length == 3 && parts[0].equals(HasMetadata.getKind(kind))
        ? Optional.of(new ResourceID(parts[2], parts[1]))
        : Optional.empty();
  }

  /** Sources for the framework, to be made once. */
  public List<EventSource<?, P>> make(EventSourceContext<P> context) {
    var sources = sources(context);
    isWatching = true;
    return sources;
  }

  /**
   * Watches them from now on, where the permission for them came later than the start. When it
   * goes, the watches wait for it to return.
   */
  public void watch(Context<P> context) {
    if (isWatching) {
      return;
    }
    synchronized (this) {
      if (!isWatching) {
        var sources = context.eventSourceRetriever();
        sources(sources.eventSourceContextForDynamicRegistration())
            .forEach(sources::dynamicallyRegisterEventSource);
        isWatching = true;
      }
    }
  }

  private List<EventSource<?, P>> sources(EventSourceContext<P> context) {
    var sources = new ArrayList<EventSource<?, P>>();
    kinds.forEach(kind -> sources.add(informer(kind, context)));
    return sources;
  }

  /** They can be anywhere, and an annotation says whose they are where no reference can. */
  private <T extends HasMetadata> EventSource<?, P> informer(
      Class<T> kind, EventSourceContext<P> context) {
    SecondaryToPrimaryMapper<T> byReference = Mappers.fromOwnerReferences(owners);
    return informers.informer(
        kind,
        labels,
        Constants.WATCH_ALL_NAMESPACES,
        object -> {
          var annotations = object.getMetadata().getAnnotations();
          var mark = annotations == null ? null : annotations.get(Labels.OWNER);
          return mark == null
              ? byReference.toPrimaryResourceIDs(object)
              : owner(owners, mark).map(Set::of).orElseGet(Set::of);
        },
        context);
  }
}
