// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.naming.EnvNames;
import io.otelop.pod.PodEdit.AddResourceAttributes;
import io.otelop.pod.PodEdit.JoinEnv;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables of a container while they are edited. Whatever the container itself says wins, be
 * it a value, a reference, or an entry of a ConfigMap or Secret that it takes whole. Where there
 * are several of a name, the last one counts, as it does for the kubelet; and a value refers to
 * variables in front of it only. Rules: instrumentation.md 3, 4.3, 4.6.
 */
final class EnvEdit {

  private final JsonNode container;
  private final ListEdit env;

  EnvEdit(JsonNode container) {
    this.container = container;
    env = new ListEdit(container.path("env"));
  }

  boolean isChanged() {
    return env.isChanged();
  }

  JsonNode result() {
    return env.result();
  }

  void patch(String path, PodPatch patch) {
    env.patch(path, patch);
  }

  void prepend(List<EnvEntry> entries) {
    var at = 0;
    for (var entry : entries) {
      if (!has(entry.name())) {
        env.insert(at++, entry.tree());
      }
    }
  }

  void add(List<EnvEntry> entries) {
    for (var entry : entries) {
      if (!has(entry.name())) {
        append(entry);
        if (!entry.comesFromElsewhere()) {
          EnvSources.of(container, entry.name(), entry.name()).forEach(this::append);
        }
      }
    }
  }

  void addTogether(List<EnvEntry> entries, List<String> unless) {
    if (unless.stream().noneMatch(this::has)) {
      add(entries);
    }
  }

  void join(JoinEnv join) {
    var name = join.name();
    var index = env.lastIndexOf("name", name);
    if (index < 0) {
      if (takesFromSources(name, join.nothing())) {
        append(join.around(reference(name)));
      } else {
        append(EnvEntry.of(name, join.alone()));
      }
      return;
    }
    var entry = EnvEntry.of(env.get(index));
    if (entry.comesFromElsewhere()) {
      env.insert(rename(index, entry, join.nothing()) + 1, join.around(reference(name)).tree());
    } else if (!join.isAround(entry.value())) {
      var joined = entry.value().isEmpty() ? join.alone() : join.around(entry.value()).value();
      env.replace(index, entry.withValue(joined).tree());
    }
  }

  /** What nobody here can read comes behind the operator's, so that it wins. */
  void add(AddResourceAttributes edit) {
    var name = EnvNames.RESOURCE_ATTRIBUTES;
    var ours = AttributeText.append("", edit.attributes());
    var nothing = ours.split(",", 2)[0];
    var index = env.lastIndexOf("name", name);
    if (index < 0) {
      var value = takesFromSources(name, nothing) ? ours + "," + reference(name) : ours;
      append(EnvEntry.of(name, value));
      return;
    }
    var entry = EnvEntry.of(env.get(index));
    if (entry.comesFromElsewhere()) {
      var own = rename(index, entry, nothing);
      if (isReferredBehind(own, name)) {
        env.insert(own + 1, EnvEntry.of(name, reference(name)).tree());
      }
      append(EnvEntry.of(name, ours + "," + reference(name)));
      return;
    }
    var value = AttributeText.append(entry.value(), edit.attributes());
    if (index == env.size() - 1 && value.equals(entry.value())) {
      return;
    }
    if (!isReferredBehind(index, name)) {
      env.remove(index);
    }
    append(entry.withValue(value));
  }

  /** Whether one behind a place refers to a variable, so that it must stay in front of that one. */
  private boolean isReferredBehind(int index, String name) {
    for (var i = index + 1; i < env.size(); i++) {
      if (EnvEntry.of(env.get(i)).value().contains("$(" + name + ")")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the container may have the variable from a source; if so, under a name of its own. */
  private boolean takesFromSources(String name, String nothing) {
    var own = EnvNames.own(name);
    var sources = EnvSources.of(container, name, own);
    if (sources.isEmpty()) {
      return false;
    }
    append(EnvEntry.of(own, nothing));
    sources.forEach(this::append);
    return true;
  }

  /**
   * Gives a variable that comes from elsewhere a name of its own, which is always defined.
   *
   * @return where it is now
   */
  private int rename(int index, EnvEntry entry, String nothing) {
    var own = EnvNames.own(entry.name());
    env.replace(index, entry.withName(own).tree());
    if (!entry.isOptional()) {
      return index;
    }
    var before = new ArrayList<EnvEntry>();
    var at = index;
    if (isDefinedWithout(entry.name())) {
      before.add(EnvEntry.of(own, "$(" + entry.name() + ")"));
    } else {
      before.add(EnvEntry.of(own, nothing));
      before.addAll(EnvSources.of(container, entry.name(), own));
      for (var i = index - 1; i >= 0; i--) {
        var other = EnvEntry.of(env.get(i));
        if (other.name().equals(entry.name())) {
          env.replace(i, other.withName(own).tree());
          at = i;
        }
      }
    }
    for (var i = 0; i < before.size(); i++) {
      env.insert(at + i, before.get(i).tree());
    }
    return index + before.size();
  }

  /** Whether another definition is sure to be there. */
  private boolean isDefinedWithout(String name) {
    return env.indexOf(
            node -> {
              var other = EnvEntry.of(node);
              return other.name().equals(name) && !other.isOptional();
            })
        >= 0;
  }

  private void append(EnvEntry entry) {
    env.append(entry.tree());
  }

  private boolean has(String name) {
    return env.indexOf("name", name) >= 0;
  }

  private static String reference(String variable) {
    return "$(" + EnvNames.own(variable) + ")";
  }
}
