// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.rollout;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.Mode;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The revision that a collector's pods run.
 *
 * @param configHash of its config
 * @param image of its container
 * @param revision what it was made of besides; empty where nobody noted it, as with what the Go
 *     operator made
 */
public record Running(String configHash, String image, Optional<Revision> revision) {

  private static final String NEVER = "Never";
  private static final String RECREATE = "Recreate";

  /** Whether the pods already run what is wanted. */
  public boolean isSameAs(EffectiveCollector wanted) {
    return configHash.equals(wanted.configHash())
        && revision
            .map(it -> it.equals(Revision.of(wanted)))
            .orElseGet(() -> image.equals(wanted.image()));
  }

  /** Whether a user wants changes of a collector to be checked before they reach the pods. */
  public static boolean isChecked(EffectiveCollector wanted) {
    var rollout = wanted.spec().rollout();
    return wanted.hasWorkload() && (rollout == null || !NEVER.equals(rollout.validation()));
  }

  /**
   * Whether Kubernetes itself keeps pods of the old revision until those of the new one are ready.
   * It does for a Deployment that may not lose all its pods at once, if it can tell readiness.
   */
  public static boolean outlivesARollout(EffectiveCollector wanted, boolean tellsReadiness) {
    if (wanted.mode() != Mode.DEPLOYMENT || !tellsReadiness || wanted.replicas() < 1) {
      return false;
    }
    var strategy = wanted.spec().deploymentUpdateStrategy();
    return strategy == null
        || (!RECREATE.equals(strategy.getType())
            && mayBeAway(strategy, wanted.replicas()) < wanted.replicas());
  }

  private static int mayBeAway(DeploymentStrategy strategy, int replicas) {
    var rolling = strategy.getRollingUpdate();
    var given = rolling == null ? null : rolling.getMaxUnavailable();
    return number(given, replicas);
  }

  /** Kubernetes rounds pods that may be away down, and takes a quarter where nothing is said. */
  private static int number(@Nullable IntOrString given, int replicas) {
    var value = Objects.requireNonNullElseGet(given, () -> new IntOrString("25%"));
    if (value.getIntVal() != null) {
      return value.getIntVal();
    }
    var percent = new java.math.BigDecimal(value.getStrVal().replace("%", "").strip());
    return percent
        .multiply(java.math.BigDecimal.valueOf(replicas))
        .divide(java.math.BigDecimal.valueOf(100), 0, RoundingMode.DOWN)
        .intValue();
  }
}
