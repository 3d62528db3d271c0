// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The catalogue: what each known component of the collector needs. A component that is not in it
 * opens the port that its endpoint names, where it is a receiver, and needs nothing else.
 */
public final class Components {

  /** Every row. */
  public static final List<Component> ALL =
      Stream.of(Receivers.ALL, Processors.ALL, Exporters.ALL, Connectors.ALL, Extensions.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Component> BY_TYPE = byType();

  private static final Component UNKNOWN_RECEIVER =
      Component.of(Section.RECEIVERS, "unknown").listening(Listener.tcp(0));

  private Components() {}

  /** The row of a component, or one that stands for what is not known. */
  public static Component of(Section section, ComponentId id) {
    var known = BY_TYPE.get(key(section, id.type()));
    if (known != null) {
      return known;
    }
    return section == Section.RECEIVERS ? UNKNOWN_RECEIVER : Component.of(section, id.type());
  }

  /** Whether the catalogue has a row for this type. */
  public static boolean isKnown(Section section, String type) {
    return BY_TYPE.containsKey(key(section, type));
  }

  /** Every name of the components that the catalogue has of a section. */
  public static List<String> types(Section section) {
    return ALL.stream()
        .filter(component -> component.section() == section)
        .flatMap(component -> component.types().stream())
        .toList();
  }

  private static Map<String, Component> byType() {
    var rows = new HashMap<String, Component>();
    for (var component : ALL) {
      for (var type : component.types()) {
        rows.put(key(component.section(), type), component);
      }
    }
    return Map.copyOf(rows);
  }

  private static String key(Section section, String type) {
    return section.key() + "/" + type;
  }
}
