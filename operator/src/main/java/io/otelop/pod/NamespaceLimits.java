// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace demands and allows of the resources of a container. Source: the pages "Resource
 * Quotas" and "Limit Ranges" of the Kubernetes documentation.
 *
 * @param demanded what every container has to say, such as {@code limits.cpu}
 * @param isCounted whether the sum of what a pod's containers say is limited
 * @param ranges what one container may say, by resource
 * @param most what the containers of a pod may say together, such as {@code limits.cpu}; what other
 *     pods of a quota have taken is not looked at, since it changes with each of them
 */
public record NamespaceLimits(
    Set<String> demanded,
    boolean isCounted,
    Map<String, Range> ranges,
    Map<String, BigDecimal> most) {

  /** Everything goes. */
  public static final NamespaceLimits NONE =
      new NamespaceLimits(Set.of(), false, Map.of(), Map.of());

  private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");

  /** Copies the collections. */
  public NamespaceLimits {
    demanded = Set.copyOf(demanded);
    ranges = Map.copyOf(ranges);
    most = Map.copyOf(most);
  }

  /**
   * What one container may say of a resource.
   *
   * @param ratio how many times its request a limit may be
   */
  public record Range(
      Optional<BigDecimal> min, Optional<BigDecimal> max, Optional<BigDecimal> ratio) {

    private static final Range ANY =
        new Range(Optional.empty(), Optional.empty(), Optional.empty());

    private Range and(Range other) {
      return new Range(
          min.isPresent() && other.min.isPresent()
              ? Optional.of(min.get().max(other.min.get()))
              : min.or(other::min),
          least(max, other.max),
          least(ratio, other.ratio));
    }

    private static Optional<BigDecimal> least(Optional<BigDecimal> one, Optional<BigDecimal> two) {
      return one.isPresent() && two.isPresent()
          ? Optional.of(one.get().min(two.get()))
          : one.or(() -> two);
    }
  }

  /** What the objects of a namespace say together. */
  public static NamespaceLimits of(List<LimitRange> limitRanges, List<ResourceQuota> quotas) {
    if (limitRanges.isEmpty() && quotas.isEmpty()) {
      return NONE;
    }
    var demanded = new HashSet<String>();
    var most = new HashMap<String, BigDecimal>();
    for (var quota : quotas) {
      if (quota.getSpec() != null && quota.getSpec().getHard() != null) {
        quota.getSpec().getHard().keySet().forEach(key -> addDemand(key, demanded));
        quota
            .getSpec()
            .getHard()
            .forEach(
                (key, amount) ->
                    most.merge(
                        RESOURCES.contains(key) ? "requests." + key : key,
                        amount.getNumericalAmount(),
                        BigDecimal::min));
      }
    }
    var isCounted = !demanded.isEmpty();
    var ranges = new HashMap<String, Range>();
    for (var limitRange : limitRanges) {
      if (limitRange.getSpec() != null) {
        for (var item : limitRange.getSpec().getLimits()) {
          if ("Pod".equals(item.getType())) {
            isCounted = true;
            RESOURCES.forEach(
                resource ->
                    amount(item.getMax(), resource)
                        .ifPresent(
                            amount -> most.merge("limits." + resource, amount, BigDecimal::min)));
          }
          if ("Container".equals(item.getType())) {
            RESOURCES.forEach(
                resource ->
                    ranges.merge(
                        resource,
                        new Range(
                            amount(item.getMin(), resource),
                            amount(item.getMax(), resource),
                            amount(item.getMaxLimitRequestRatio(), resource)),
                        Range::and));
          }
        }
      }
    }
    return new NamespaceLimits(demanded, isCounted, ranges, most);
  }

  /** What one container may say of a resource. */
  Range range(String resource) {
    return ranges.getOrDefault(resource, Range.ANY);
  }

  /** A quota may write requests without their prefix. */
  private static void addDemand(String key, Set<String> demanded) {
    if (RESOURCES.contains(key)) {
      demanded.add("requests." + key);
    } else if (RESOURCES.contains(key.substring(key.indexOf('.') + 1))) {
      demanded.add(key);
    }
  }

  private static Optional<BigDecimal> amount(
      @Nullable Map<String, Quantity> quantities, String resource) {
    return Optional.ofNullable(quantities)
        .map(all -> all.get(resource))
        .map(Quantity::getNumericalAmount);
  }
}
