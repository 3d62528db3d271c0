// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.naming.Labels;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What would come of writing an object, told by the API server itself: it is sent the write, and
 * told not to keep it.
 */
public final class PlannedWrites {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** What a controller of Kubernetes adds later. */
  private static final String DEPLOYMENT_REVISION = "deployment.kubernetes.io/revision";

  /** What {@code kubectl apply} notes for its next time. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** Under which name kubectl applies. */
  private static final String KUBECTL = "kubectl";

  private static final String NOT_SEEN =
      "you may not read it, so whether it is there already is not known";

  private static final String NOT_ASKED =
      "you may not write it, so the API server could not be asked";

  private static final String IN_THE_WAY =
      "it cannot be tried while what another program has written is in the way: ";
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;

  /** Asks through the client. */
  public PlannedWrites(KubernetesClient client) {
    this.client = client;
  }

  /** What a write would do. */
  public enum Action {
    CREATE,
    CHANGE,
    /** It is deleted and made anew, because a field may not be changed. */
    RECREATE,
    NOTHING,
    /** It is somebody else's, and would be left alone. */
    FOREIGN
  }

  /**
   * A write.
   *
   * @param fields JSON pointers of what would change, in their order
   * @param after the object as it would be, without what changes with every write
   * @param remark why the API server could not be asked; empty where it was
   */
  public record Planned(Action action, List<String> fields, JsonNode after, String remark) {

    /** Copies the list. */
    public Planned {
      fields = List.copyOf(fields);
    }

    /** An object whose namespace is yet to be made. */
    public static Planned ofNewNamespace(Object object) {
      return new Planned(
          Action.CREATE,
          List.of(),
          stable(object),
          "its namespace is not there yet, so the API server could not be asked");
    }
  }

  /** The write by which the operator makes an object of an owner; changes the desired object. */
  public Planned ofOperator(HasMetadata desired, Owner owner) {
    var annotations =
        new HashMap<>(
            Objects.requireNonNullElse(
                desired.getMetadata().getAnnotations(), Map.<String, String>of()));
    annotations.put(Labels.APPLIED_SHA256, Fingerprint.of(desired));
    desired.getMetadata().setAnnotations(annotations);
    HasMetadata live;
    try {
      live = client.resource(desired).get();
    } catch (KubernetesClientException refusal) {
      if (refusal.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw refusal;
      }
      return new Planned(Action.CREATE, List.of(), stable(desired), NOT_SEEN);
    }
    if (live != null && Ownership.isSomebodyElses(live, desired, owner)) {
      return new Planned(Action.FOREIGN, List.of(), stable(live), "");
    }
    if (live != null && DesiredFields.areIn(live, desired)) {
      return new Planned(Action.NOTHING, List.of(), stable(live), "");
    }
    if (live != null) {
      KeptMetadata.addTo(desired, live);
    }
    try {
      var tried = tried(desired, OwnedObjects.FIELD_MANAGER);
      for (var creator : List.of(OwnedObjects.FIELD_MANAGER, AppliedFields.GO_OPERATOR)) {
        if (CreationLeftovers.areIn(tried, creator)) {
          CreationLeftovers.remove(tried, asNew(desired), creator, OwnedObjects.FIELD_MANAGER);
        }
      }
      return planned(live, tried);
    } catch (KubernetesClientException refusal) {
      if (live != null && Recreation.isNeeded(refusal, desired)) {
        return new Planned(Action.RECREATE, List.of(), stable(desired), "");
      }
      if (live != null && refusal.getCode() == UNPROCESSABLE && isWrittenByOthers(live)) {
        return new Planned(
            Action.CHANGE, List.of(), stable(desired), IN_THE_WAY + message(refusal));
      }
      if (refusal.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw refusal;
      }
      return new Planned(
          live == null ? Action.CREATE : Action.CHANGE, List.of(), stable(desired), NOT_ASKED);
    }
  }

  /** The operator takes that away before it tries again; here nothing is written. */
  private static boolean isWrittenByOthers(HasMetadata live) {
    return live.getMetadata().getManagedFields().stream()
        .filter(it -> "Update".equals(it.getOperation()))
        .filter(it -> Objects.requireNonNullElse(it.getSubresource(), "").isEmpty())
        .anyMatch(it -> !OwnedObjects.FIELD_MANAGER.equals(it.getManager()));
  }

  private static String message(KubernetesClientException refusal) {
    return refusal.getStatus() == null
        ? String.valueOf(refusal.getMessage())
        : String.valueOf(refusal.getStatus().getMessage());
  }

  /**
   * What {@code kubectl apply} does with a manifest: a patch where that is how the object was
   * applied before, else a server-side apply.
   */
  public Planned ofKubectl(GenericKubernetesResource manifest) {
    var live = client.resource(manifest).get();
    var last = live == null ? Optional.<JsonNode>empty() : lastApplied(live);
    return planned(live, last.isEmpty() ? tried(manifest, KUBECTL) : patched(manifest, last.get()));
  }

  private static Optional<JsonNode> lastApplied(HasMetadata live) {
    var annotations = live.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(LAST_APPLIED);
    var isServerSide =
        live.getMetadata().getManagedFields().stream()
            .anyMatch(it -> KUBECTL.equals(it.getManager()) && "Apply".equals(it.getOperation()));
    if (text == null || isServerSide) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException byHand) {
      return Optional.empty();
    }
  }

  private HasMetadata patched(GenericKubernetesResource manifest, JsonNode last) {
    var wanted = JSON.<JsonNode>valueToTree(manifest);
    try {
      return patched(manifest, PatchType.STRATEGIC_MERGE, AppliedPatch.of(last, wanted, true));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_UNSUPPORTED_TYPE) {
        throw refused;
      }
      // Only Kubernetes' own kinds know how their lists are merged.
      return patched(manifest, PatchType.JSON_MERGE, AppliedPatch.of(last, wanted, false));
    }
  }

  private HasMetadata patched(GenericKubernetesResource manifest, PatchType type, JsonNode patch) {
    var context =
        new PatchContext.Builder()
            .withPatchType(type)
            .withFieldManager(KUBECTL)
            .withDryRun(List.of("All"))
            .build();
    return client.resource(manifest).patch(context, patch.toString());
  }

  private JsonNode tried(HasMetadata desired, String fieldManager) {
    return JSON.valueToTree(
        client
            .resource(desired)
            .dryRun()
            .fieldManager(fieldManager)
            .forceConflicts()
            .serverSideApply());
  }

  /** An object as it would be if there were none yet: under a name that nobody has. */
  private JsonNode asNew(HasMetadata desired) {
    var copy = client.getKubernetesSerialization().clone(desired);
    copy.getMetadata().setName("plan-" + Fingerprint.of(desired));
    return JSON.valueToTree(client.resource(copy).dryRun().create());
  }

  private static Planned planned(@Nullable HasMetadata live, Object after) {
    var written = stable(after);
    if (live == null) {
      return new Planned(Action.CREATE, List.of(), written, "");
    }
    var fields = new ArrayList<String>();
    compare("", stable(live), written, fields);
    return new Planned(fields.isEmpty() ? Action.NOTHING : Action.CHANGE, fields, written, "");
  }

  /** Whether the operator would delete an object that is no longer desired. */
  public static boolean isPruned(HasMetadata object, Owner owner) {
    return Ownership.isOwnedBy(object, owner);
  }

  /** An object without what the API server and controllers change by themselves. */
  public static JsonNode stable(Object object) {
    ObjectNode tree = JSON.valueToTree(object);
    tree.remove("status");
    if (tree.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(
          List.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid"));
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(List.of(DEPLOYMENT_REVISION, LAST_APPLIED));
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
    }
    return tree;
  }

  private static void compare(String path, JsonNode before, JsonNode after, List<String> fields) {
    if (before.isObject() && after.isObject()) {
      var names = new TreeSet<String>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      names.forEach(
          name -> compare(path + "/" + name, before.path(name), after.path(name), fields));
    } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
      for (var i = 0; i < before.size(); i++) {
        compare(path + "/" + i, before.get(i), after.get(i), fields);
      }
    } else if (!before.equals(after)) {
      fields.add(path);
    }
  }
}
