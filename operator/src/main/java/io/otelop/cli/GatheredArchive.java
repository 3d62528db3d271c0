// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cluster.ObjectReads.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of an archive; nothing gets into it but through {@link Redaction}. */
final class GatheredArchive {

  private final ZipOutputStream zip;
  private final Set<String> names = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  GatheredArchive(ZipOutputStream zip) {
    this.zip = zip;
  }

  /** What could not be read, in one sentence each. */
  List<String> problems() {
    return problems;
  }

  int files() {
    return names.size();
  }

  /** An object, at the place where its kind belongs. */
  void object(Kind kind, JsonNode object) {
    var namespace = object.at("/metadata/namespace").asText("");
    var group = kind.group().isEmpty() ? "core" : kind.group();
    var folder =
        namespace.isEmpty()
            ? "cluster-scoped-resources/" + group
            : "namespaces/" + namespace + "/" + group;
    write(
        "%s/%s/%s.yaml".formatted(folder, kind.plural(), object.at("/metadata/name").asText()),
        Manifests.text(Redaction.of(object)));
  }

  /** The log of a container. */
  void log(String namespace, String pod, String container, String text) {
    write(
        "namespaces/%1$s/pods/%2$s/%3$s/%3$s/logs/current.log".formatted(namespace, pod, container),
        Redaction.of(text));
  }

  /** What a tool found out. */
  void note(String file, Supplier<Object> result) {
    attempt(file, () -> write(file, Manifests.text(Redaction.of(Manifests.tree(result.get())))));
  }

  /** Does something that the cluster may refuse; the archive is written all the same. */
  void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (KubernetesClientException refused) {
      problems.add("%s: left out: %s".formatted(what, refused.getMessage()));
    }
  }

  private void write(String name, String text) {
    if (!names.add(name)) {
      return;
    }
    try {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    } catch (IOException full) {
      throw new java.io.UncheckedIOException("the archive cannot be written", full);
    }
  }
}
