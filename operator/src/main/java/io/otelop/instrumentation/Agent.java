// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.pod.EnvEntry;
import io.otelop.reason.Finding;
import java.util.List;

/**
 * What an Instrumentation says about one language, after defaults. Trees are shared between pods
 * and are never changed.
 *
 * @param given the language's section of the spec
 * @param resources of the injected container
 * @param env variables for the containers of this language
 * @param problems why no pod can get it
 */
public record Agent(
    JsonNode given, JsonNode resources, List<EnvEntry> env, List<Finding> problems) {

  private static final String VOLUME_LIMIT = "200Mi";

  /** Says nothing: for what brings no agent. */
  public static final Agent NONE =
      new Agent(
          JsonNodeFactory.instance.objectNode(),
          JsonNodeFactory.instance.objectNode(),
          List.of(),
          List.of());

  /** Copies the lists. */
  public Agent {
    env = List.copyOf(env);
    problems = List.copyOf(problems);
  }

  /** The image that brings the agent. */
  public String image() {
    return text("image");
  }

  /** A text of the language's own; empty where there is none. */
  public String text(String field) {
    return given.path(field).asText("");
  }

  /**
   * Whether a language's section wants a claim for its volume: one that says nothing is none, and
   * the API server would refuse the pod. Rules: instrumentation.md 3.
   */
  public static boolean hasClaim(JsonNode section) {
    return saysSomething(section.path("volumeClaimTemplate"));
  }

  private static boolean saysSomething(JsonNode tree) {
    return tree.isContainerNode()
        ? tree.valueStream().anyMatch(Agent::saysSomething)
        : !tree.asText("").isEmpty();
  }

  /** A volume for the agent: a claim of the pod's own, or a limited empty directory. */
  public JsonNode volume(String name) {
    var claim = given.path("volumeClaimTemplate");
    if (!hasClaim(given)) {
      return limitedVolume(name);
    }
    var volume = JsonNodeFactory.instance.objectNode().put("name", name);
    volume.putObject("ephemeral").set("volumeClaimTemplate", claim);
    return volume;
  }

  /** A limited empty directory. */
  public JsonNode limitedVolume(String name) {
    var limit = given.path("volumeLimitSize").asText(VOLUME_LIMIT);
    var volume = JsonNodeFactory.instance.objectNode().put("name", name);
    volume.putObject("emptyDir").put("sizeLimit", limit);
    return volume;
  }
}
