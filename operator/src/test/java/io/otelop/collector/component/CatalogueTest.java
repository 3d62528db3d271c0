// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.testing.Checkout;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue knows what our own collector contains, and the manual says what it knows. */
class CatalogueTest {

  /** Modules whose name is not that of the component. */
  private static final Map<String, String> RENAMED = Map.of("oauth2clientauth", "oauth2client");

  @Test
  void everyComponentOfOurOwnCollectorIsKnown() {
    var manifest = Yaml.documents(Checkout.path("collector-image/builder.yaml")).getFirst();
    var unknown = new ArrayList<String>();
    var seen = 0;
    for (var section : Section.values()) {
      var known =
          Components.types(section).stream()
              .map(CatalogueTest::squeezed)
              .collect(Collectors.toSet());
      for (JsonNode module : manifest.path(section.key())) {
        var name = type(module.path("gomod").asText(), section);
        seen++;
        if (!known.contains(name)) {
          unknown.add(section.key() + "/" + name);
        }
      }
    }
    assertThat(seen).isGreaterThan(40);
    assertThat(unknown).isEmpty();
  }

  @Test
  void noNameHasTwoRows() {
    for (var section : Section.values()) {
      assertThat(Components.types(section)).doesNotHaveDuplicates();
    }
  }

  @Test
  void thePageOfTheManualIsThatOfTheCatalogue() throws IOException {
    var page = Checkout.path("docs/components.md");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(page, ComponentsPage.text());
    }
    assertThat(Files.readString(page))
        .as("run the test with -Dgolden.update")
        .isEqualTo(ComponentsPage.text());
  }

  @Test
  void addressesAreReadAsTheyAreWritten() {
    assertThat(Addresses.port("[fd00::1]:4317")).hasValue(4317);
    assertThat(Addresses.port("[fd00::1234]")).isEmpty();
    assertThat(Addresses.port("http://[::]:8080/path:1")).hasValue(8080);
    assertThat(Addresses.port("${env:POD_IP}:4317")).hasValue(4317);
    assertThat(Addresses.port("localhost")).isEmpty();
    assertThat(Addresses.port("a:70000")).isEmpty();
    assertThat(List.of(Addresses.complete("", 1), Addresses.complete(":2", 1)))
        .containsExactly("0.0.0.0:1", "0.0.0.0:2");
  }

  /** The type of a component by its Go module, without underscores. */
  private static String type(String module, Section section) {
    var path = module.split(" ", -1)[0];
    var name = squeezed(path.substring(path.lastIndexOf('/') + 1));
    var type = name.endsWith(section.noun()) ? name.replaceFirst(section.noun() + "$", "") : name;
    return RENAMED.getOrDefault(type, type);
  }

  private static String squeezed(String name) {
    return name.replace("_", "");
  }
}
