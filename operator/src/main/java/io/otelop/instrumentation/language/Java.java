// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.crds.UserAnnotations;
import io.otelop.naming.EnvNames;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.JoinEnv;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.InstrumentationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The agent for Java, loaded by an option of the virtual machine. Rules: instrumentation.md 3.2.
 */
final class Java implements Language {

  private static final String NAME = "java";
  private static final String DIRECTORY = PodParts.directory(NAME);
  private static final List<String> COPY =
      List.of("cp", "/javaagent.jar", DIRECTORY + "/javaagent.jar");

  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9._/@+-]*");

  private static final LanguageKeys KEYS =
      LanguageKeys.of(NAME, UserAnnotations.INJECT_JAVA, UserAnnotations.JAVA_CONTAINER_NAMES);

  private static final AgentProfile AGENT =
      AgentProfile.of(
              NAME,
              InstrumentationSettings.JAVA,
              ImageSettings.JAVA,
              UserAnnotations.DEFAULT_JAVA_IMAGE)
          .resourcesIn("resources");

  @Override
  public LanguageKeys keys() {
    return KEYS;
  }

  @Override
  public Optional<AgentProfile> agent() {
    return Optional.of(AGENT);
  }

  @Override
  public Contribution contribute(Target target) {
    var container = target.container().name();
    // Each container has a path of its own, so that one agent's files never shadow another's.
    var path = DIRECTORY + "-" + container;
    var files =
        canMountExtensions(target)
            ? AgentFiles.of(target, NAME, "", COPY, path)
            : AgentFiles.copied(target, NAME, COPY, path);
    var parts = new ArrayList<>(files.parts());
    var option = " -javaagent:" + files.home() + "/javaagent.jar";
    if (!target.agent().given().path("extensions").isEmpty()) {
      var folders =
          files.isMounted()
              ? mountedExtensions(target, path, parts)
              : copiedExtensions(target, path, parts);
      option += " -Dotel.javaagent.extensions=" + folders;
    }
    var given = target.agent().text("optionsVariable");
    var variable = given.isEmpty() ? EnvNames.JAVA_TOOL_OPTIONS : given;
    return new Contribution.Made(
        container,
        parts,
        List.of(),
        List.of(new JoinEnv(container, variable, option, "", option)),
        files.remarks());
  }

  /** The folders would be in an option, which cannot say just any name. */
  private static boolean canMountExtensions(Target target) {
    return target
        .agent()
        .given()
        .path("extensions")
        .valueStream()
        .allMatch(it -> FOLDER.matcher(it.path("dir").asText("")).matches());
  }

  /** Each image is a volume of its own, and the agent takes a list of folders. */
  private static String mountedExtensions(Target target, String path, List<PodEdit> parts) {
    var folders = new ArrayList<String>();
    for (var extension : target.agent().given().path("extensions")) {
      var suffix = "extension-" + folders.size();
      var folder = path + "-" + suffix;
      parts.addAll(
          AgentFiles.mounted(
              target, InjectedNames.agent(suffix), extension.path("image").asText(""), folder));
      var dir = extension.path("dir").asText("");
      folders.add(folder + (dir.startsWith("/") ? "" : "/") + dir);
    }
    return String.join(",", folders);
  }

  private static String copiedExtensions(Target target, String path, List<PodEdit> parts) {
    var index = 0;
    for (var extension : target.agent().given().path("extensions")) {
      parts.add(new AddInitContainer(extension(target, extension, index++), target.placement()));
    }
    return path + "/extensions";
  }

  private static JsonNode extension(Target target, JsonNode extension, int index) {
    var container =
        PodParts.container(
            InjectedNames.agent("extension-" + index),
            extension.path("image").asText(""),
            target.agent().resources());
    PodParts.setTexts(
        container,
        "command",
        List.of("cp", "-r", extension.path("dir").asText("") + "/.", DIRECTORY + "/extensions"));
    container.putArray("volumeMounts").add(PodParts.mount(InjectedNames.agent(NAME), DIRECTORY));
    PodParts.setObject(container, "securityContext", target.initSecurityContext());
    return container;
  }
}
