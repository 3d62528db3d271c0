// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue as a page of the manual. */
final class ComponentsPage {

  private static final String HEAD =
      """
      # Components that the operator knows

      Made from the catalogue in `operator/src/main/java/io/otelop/collector/component`: change it there.

      A component counts where a pipeline (or `service.extensions`) names it. Its ports appear in the container, in the
      Services and in the NetworkPolicy; a missing host or port in its `endpoint` is filled in with `0.0.0.0` and the
      port given here. The permissions are granted to the collector's pods: in the cluster, or only in the namespaces that
      its settings are limited to. A receiver that is not listed opens the port that its `endpoint` or `listen_address`
      names; nothing else is done for a component that is not listed, and a warning says that it is not known, as it may
      be a typing error.

      Where two names stand in one row the first is the newer one; a version beside it is the first collector that may
      know it, older images need the other name.

      """;

  private ComponentsPage() {}

  static String text() {
    var page = new StringBuilder(HEAD);
    for (var section : Section.values()) {
      var rows = rows(section);
      page.append("## ").append(title(section)).append("\n\n");
      if (!rows.isEmpty()) {
        page.append("| name | ports | permissions, variables |\n|---|---|---|\n");
        rows.forEach(page::append);
        page.append('\n');
      }
      page.append("Known by name alone: ").append(names(section)).append(".\n\n");
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static String title(Section section) {
    return section.key().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
        + section.key().substring(1);
  }

  private static List<String> rows(Section section) {
    return Components.ALL.stream()
        .filter(component -> component.section() == section && isMore(component))
        .sorted((one, other) -> one.types().getFirst().compareTo(other.types().getFirst()))
        .map(ComponentsPage::row)
        .toList();
  }

  private static String row(Component component) {
    return "| %s | %s | %s |\n".formatted(name(component), ports(component), needs(component));
  }

  private static String name(Component component) {
    var names =
        component.types().stream().map(type -> "`" + type + "`").collect(Collectors.toList());
    if (!component.newestFrom().isEmpty()) {
      names.set(0, names.getFirst() + " (" + component.newestFrom() + ")");
    }
    return String.join(", ", names)
        + (component.removedIn().isEmpty() ? "" : " (removed in " + component.removedIn() + ")");
  }

  private static String ports(Component component) {
    return component.listeners().stream()
        .map(ComponentsPage::port)
        .collect(Collectors.joining("; "));
  }

  private static String port(Listener listener) {
    var words = new ArrayList<String>();
    if (!listener.path().isEmpty()) {
      words.add("`" + String.join(".", listener.path()) + "`:");
    }
    words.add(
        listener.port() > 0
            ? String.valueOf(listener.port())
            : listener.isDemanded() ? "must be given" : "where it is given");
    if (!listener.transport().equals("TCP")) {
      words.add(listener.transport());
    }
    if (!listener.appProtocol().isEmpty()) {
      words.add("(" + listener.appProtocol() + ")");
    }
    if (!listener.onlyIf().isEmpty()) {
      words.add("if `" + String.join(".", listener.onlyIf()) + "`");
    }
    return String.join(" ", words);
  }

  private static String needs(Component component) {
    var needs = new ArrayList<String>();
    if (!component.permissions().isEmpty()) {
      needs.add(component.permissions());
    }
    component.env().stream().map(EnvVar::getName).map(it -> "`" + it + "`").forEach(needs::add);
    return String.join("; ", needs);
  }

  private static String names(Section section) {
    return Components.ALL.stream()
        .filter(component -> component.section() == section && !isMore(component))
        .map(ComponentsPage::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Whether more is known of it than its name, and that it may have an endpoint. */
  private static boolean isMore(Component component) {
    return component.listeners().stream().anyMatch(it -> it.port() != 0 || !it.path().isEmpty())
        || !component.permissions().isEmpty()
        || !component.env().isEmpty();
  }
}
