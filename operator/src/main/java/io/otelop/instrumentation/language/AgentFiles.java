// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.instrumentation.Agent;
import io.otelop.instrumentation.Delivery;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddMount;
import io.otelop.pod.PodEdit.AddVolume;
import io.otelop.reason.Finding;
import java.util.List;

/**
 * An agent's files on their way into a container: copied by an init container, or mounted with the
 * image that has them (KEP-4639).
 *
 * <p>The whole image is mounted and the agent found in the image's own folder. A mount of that
 * folder alone would keep the copy's path, but a runtime that cannot do it mounts the image's root
 * there without a word, and then the application does not start.
 *
 * @param parts what the pod needs for it
 * @param home the folder of the agent in the container
 * @param isMounted whether the image is a volume
 * @param remarks what a person should know
 */
record AgentFiles(List<PodEdit> parts, String home, boolean isMounted, List<Finding> remarks) {

  AgentFiles {
    parts = List.copyOf(parts);
    remarks = List.copyOf(remarks);
  }

  /**
   * Brings the files of an agent.
   *
   * @param folder of the image that has them; empty for its root
   * @param command what an init container copies them with
   * @param path where the container has the volume
   */
  static AgentFiles of(
      Target target, String language, String folder, List<String> command, String path) {
    if (isMounted(target)) {
      var name = InjectedNames.agent(language);
      return new AgentFiles(
          mounted(target, name, target.agent().image(), path), path + folder, true, List.of());
    }
    return copied(target, language, command, path);
  }

  /** The same where an init container has to copy them. */
  static AgentFiles copied(Target target, String language, List<String> command, String path) {
    return new AgentFiles(
        PodParts.copiedAgent(target, language, command, path), path, false, remarks(target));
  }

  /** An image as a volume of the container. */
  static List<PodEdit> mounted(Target target, String name, String image, String path) {
    return List.of(
        new AddVolume(volume(target, name, image)),
        new AddMount(target.container().name(), readOnly(name, path)));
  }

  /** A claim of the pod's own wants a copy. */
  private static boolean isMounted(Target target) {
    var canMount = target.facts().features().imageVolumes();
    return switch (target.instrumentation().delivery()) {
      case INIT_CONTAINER -> false;
      case IMAGE_VOLUME -> canMount;
      case AUTO -> canMount && !Agent.hasClaim(target.agent().given());
    };
  }

  private static List<Finding> remarks(Target target) {
    if (target.instrumentation().delivery() != Delivery.IMAGE_VOLUME) {
      return List.of();
    }
    var of = "of Instrumentation " + target.instrumentation().fullName() + " ";
    return List.of(
        target.facts().features().imageVolumes()
            ? remark(
                InstrumentationReason.AgentIsCopied,
                of + "is not possible for extensions in such folders, so all is copied")
            : remark(
                InstrumentationReason.ImageVolumesNotSupported,
                of + "needs Kubernetes 1.35 and containerd 2.1 or CRI-O 1.31 on every node"));
  }

  private static Finding remark(InstrumentationReason reason, String problem) {
    return Finding.of(reason, "spec.delivery", "ImageVolume", problem);
  }

  private static JsonNode volume(Target target, String name, String image) {
    var volume = JsonNodeFactory.instance.objectNode().put("name", name);
    var source = volume.putObject("image").put("reference", image);
    PodParts.setText(source, "pullPolicy", target.instrumentation().imagePullPolicy());
    return volume;
  }

  private static JsonNode readOnly(String name, String path) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("mountPath", path)
        .put("readOnly", true);
  }
}
