// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The definitions of our custom resources, as users apply them. */
public final class CustomResourceDefinitions {

  /** Plurals of the kinds; the order means nothing. */
  private static final List<String> PLURALS =
      List.of(
          "instrumentations",
          "clusterinstrumentations",
          "opentelemetrycollectors",
          "targetallocators",
          "opampbridges",
          "clusterobservabilities");

  private CustomResourceDefinitions() {}

  /** Every definition, read anew from the class path, with nothing left out or added. */
  public static List<CustomResourceDefinition> all() {
    var serialization = new KubernetesSerialization();
    return PLURALS.stream().map(plural -> read(plural, serialization)).toList();
  }

  private static CustomResourceDefinition read(
      String plural, KubernetesSerialization serialization) {
    var file = "opentelemetry.io_" + plural + ".yaml";
    try (var text = CustomResourceDefinitions.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      return serialization.unmarshal(text, CustomResourceDefinition.class);
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + file, broken);
    }
  }
}
