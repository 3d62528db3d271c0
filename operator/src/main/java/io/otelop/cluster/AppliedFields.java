// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;

/**
 * An object that was made with a plain POST, ready for Server-Side Apply. An apply takes away only
 * what an earlier apply of the same manager has set, so what the POST has set is first declared to
 * be applied, as client tools do that have moved from the one to the other (Kubernetes
 * documentation, Server-Side Apply, upgrading from client-side apply).
 */
final class AppliedFields {

  private static final String UPDATE = "Update";
  private static final String APPLY = "Apply";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final String creator;
  private final String applier;

  /**
   * Takes over what the given client makes.
   *
   * @param applier the manager in applies
   */
  AppliedFields(KubernetesClient client, String applier) {
    this.client = client;
    this.creator = creator(client);
    this.applier = applier;
  }

  /** Without another name the API server takes the program's that it is told in a header. */
  private static String creator(KubernetesClient client) {
    var agent = Objects.requireNonNullElse(client.getConfiguration().getUserAgent(), "");
    return agent.replaceFirst("/.*", "");
  }

  /**
   * Declares the fields of an object to be applied where they are not: two requests then, and none
   * where they are.
   *
   * @param observed the object as a cache has it
   */
  void takeOver(HasMetadata observed) {
    var entries = observed.getMetadata().getManagedFields();
    if (entries.stream().noneMatch(it -> isOf(it, creator, UPDATE))
        || entries.stream().anyMatch(it -> isOf(it, applier, APPLY))) {
      return;
    }
    try {
      var metadata = JSON.readTree(client.raw(path(observed))).path("metadata");
      client
          .resource(observed)
          .patch(PatchContext.of(PatchType.JSON), JSON.writeValueAsString(patch(metadata)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the API server answered without JSON", impossible);
    }
  }

  /** It fails, and is tried again, if the object has changed in between. */
  private JsonNode patch(JsonNode metadata) {
    var managers = metadata.path("managedFields").deepCopy();
    for (var entry : managers) {
      if (entry.path("manager").asText().equals(creator)
          && entry.path("operation").asText().equals(UPDATE)
          && entry.path("subresource").isMissingNode()
          && entry instanceof ObjectNode ours) {
        ours.put("manager", applier).put("operation", APPLY);
      }
    }
    var patch = JSON.createArrayNode();
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .put("value", metadata.path("resourceVersion").asText());
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/managedFields")
        .set("value", managers);
    return patch;
  }

  private static boolean isOf(ManagedFieldsEntry entry, String manager, String operation) {
    return manager.equals(entry.getManager())
        && operation.equals(entry.getOperation())
        && Objects.requireNonNullElse(entry.getSubresource(), "").isEmpty();
  }

  private static String path(HasMetadata object) {
    var version = object.getApiVersion();
    var metadata = object.getMetadata();
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (metadata.getNamespace() == null ? "" : "/namespaces/" + metadata.getNamespace())
        + "/"
        + object.getPlural()
        + "/"
        + metadata.getName();
  }
}
