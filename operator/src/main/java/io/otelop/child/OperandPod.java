// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pods of every operand get in the same way. Rules: collector.md 2.3. */
public final class OperandPod {

  private OperandPod() {}

  /** The DNS policy: the one that is given, or what the other two fields need. */
  public static String dnsPolicy(
      @Nullable String given, @Nullable PodDNSConfig config, @Nullable Boolean hostNetwork) {
    if (given != null && !given.isEmpty()) {
      return given;
    }
    if (config != null && !config.getNameservers().isEmpty()) {
      return "None";
    }
    return Boolean.TRUE.equals(hostNetwork) ? "ClusterFirstWithHostNet" : "ClusterFirst";
  }

  /** The API server keeps no {@code false} of some fields, so none is sent. */
  public static @Nullable Boolean onlyTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value) ? true : null;
  }

  /** The variables of the user, then those of ours whose names are not taken. */
  public static List<EnvVar> env(@Nullable List<EnvVar> given, List<EnvVar> ours) {
    var env = new ArrayList<EnvVar>();
    var names = new HashSet<String>();
    if (given != null) {
      for (var variable : given) {
        env.add(variable);
        names.add(variable.getName());
      }
    }
    ours.stream().filter(variable -> names.add(variable.getName())).forEach(env::add);
    return env;
  }

  /** A variable that tells the pod a field of itself. */
  public static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  /** What keeps a Go program within the limits of its container. */
  public static List<EnvVar> goLimits(String container) {
    return List.of(
        limit("GOMEMLIMIT", "limits.memory", container),
        limit("GOMAXPROCS", "limits.cpu", container));
  }

  private static EnvVar limit(String name, String resource, String container) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewResourceFieldRef()
        .withContainerName(container)
        .withResource(resource)
        .endResourceFieldRef()
        .endValueFrom()
        .build();
  }
}
