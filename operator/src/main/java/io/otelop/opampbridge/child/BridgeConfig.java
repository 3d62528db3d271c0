// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge.child;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.crds.opampbridge.BridgeSpec;
import io.otelop.yaml.BlockYaml;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file that an OpAMP bridge reads, with what the custom resource says and nothing more. Rules:
 * targetallocator-opamp-ops.md B2, B3.
 */
public final class BridgeConfig {

  private BridgeConfig() {}

  /**
   * The text of the file, with sorted keys; equal resources give an equal text.
   *
   * @param capabilities with the defaults
   */
  public static String of(BridgeSpec spec, Map<String, Boolean> capabilities) {
    var file = JsonNodeFactory.instance.objectNode();
    var offered = file.putObject("capabilities");
    new TreeMap<>(capabilities).forEach(offered::put);
    var allowed = spec.componentsAllowed();
    if (allowed != null && !allowed.isEmpty()) {
      var sections = file.putObject("componentsAllowed");
      new TreeMap<>(allowed).forEach((name, ids) -> ids.forEach(sections.putArray(name)::add));
    }
    if (spec.description() != null) {
      put(
          file.putObject("description"),
          "non_identifying_attributes",
          spec.description().nonIdentifyingAttributes());
    }
    file.put("endpoint", spec.endpoint());
    put(file, "headers", spec.headers());
    var proxy = spec.proxy();
    if (proxy != null) {
      var object = JsonNodeFactory.instance.objectNode();
      put(object, "headers", proxy.headers());
      if (proxy.url() != null && !proxy.url().isEmpty()) {
        object.put("url", proxy.url());
      }
      putFilled(file, "proxy", object);
    }
    var tls = spec.tls();
    if (tls != null) {
      var object = JsonNodeFactory.instance.objectNode();
      put(object, "insecure", tls.insecure());
      put(object, "insecure_skip_verify", tls.insecureSkipVerify());
      putFilled(file, "tls", object);
    }
    return BlockYaml.of(file);
  }

  private static void put(ObjectNode to, String key, @Nullable Map<String, String> texts) {
    if (texts != null && !texts.isEmpty()) {
      var object = to.putObject(key);
      new TreeMap<>(texts).forEach(object::put);
    }
  }

  private static void put(ObjectNode to, String key, @Nullable Boolean value) {
    if (value != null) {
      to.put(key, value);
    }
  }

  private static void putFilled(ObjectNode to, String key, ObjectNode object) {
    if (!object.isEmpty()) {
      to.set(key, object);
    }
  }
}
