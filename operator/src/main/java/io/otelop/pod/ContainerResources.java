// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.otelop.reason.Finding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The resources of a container that is put into a pod, so that quotas and limit ranges of the
 * namespace let the pod in as they would without it.
 */
public final class ContainerResources {

  private static final String LIMITS = "limits";
  private static final String REQUESTS = "requests";
  private static final String RESOURCES = "resources";
  private static final String CLAIMS = "claims";

  /** Enough to copy some files. */
  private static final Map<String, String> LEAST =
      Map.of(
          "limits.cpu", "500m",
          "limits.memory", "256Mi",
          "limits.ephemeral-storage", "256Mi",
          "requests.cpu", "50m",
          "requests.memory", "64Mi",
          "requests.ephemeral-storage", "64Mi");

  /** What a pod can say for all its containers. */
  private static final List<String> POD_LEVEL = List.of(".cpu", ".memory");

  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);

  private final PodFacts facts;
  private final NamespaceLimits limits;

  /** For containers that are put into a pod. */
  public ContainerResources(PodFacts facts) {
    this.facts = facts;
    limits = facts.limits();
  }

  /**
   * A container whose resources fit. A claim that the pod does not have is left out, for the API
   * server would refuse the pod.
   *
   * @param runsAlone whether it ends before the pod's containers start, so that it costs nothing
   *     where it takes no more than they do
   * @return the given one itself where they do already
   */
  public JsonNode fitted(JsonNode container, boolean runsAlone) {
    var possible = withinPod(withoutUnknownClaims(container), runsAlone);
    if (limits.equals(NamespaceLimits.NONE)) {
      return possible;
    }
    var given = possible.path(RESOURCES);
    var before = amounts(given);
    var after = new TreeMap<>(before);
    addDemanded(after);
    if (limits.isCounted() && runsAlone) {
      after.replaceAll((key, amount) -> ofPod(key).map(amount::min).orElse(amount));
    }
    after.replaceAll(this::inRange);
    after.replaceAll((key, amount) -> request(key, amount, after));
    return after.equals(before)
        ? possible
        : with(possible, RESOURCES, resources(given, before, after));
  }

  /**
   * What a container that runs beside the pod's own would take beyond what the namespace lets a pod
   * have, so that no pod with it would ever be let in.
   *
   * @param container as it goes into the pod
   * @return empty where it fits, and where the pod itself does not
   */
  public Optional<Finding> excess(JsonNode container) {
    var added = amounts(container.path(RESOURCES));
    added.keySet().removeIf(this::isOfPod);
    for (var most : new TreeMap<>(limits.most()).entrySet()) {
      var key = most.getKey();
      var amount = Optional.ofNullable(added.get(key)).or(() -> implied(key, added));
      var own = ofPod(key).orElse(BigDecimal.ZERO);
      if (amount.isPresent()
          && own.compareTo(most.getValue()) <= 0
          && own.add(amount.get()).compareTo(most.getValue()) > 0) {
        return Optional.of(
            Finding.of(
                PodReason.LimitsExceeded,
                "",
                "",
                "%s of %s beside %s of the pod's own is more than the %s that namespace %s lets a pod have"
                    .formatted(
                        key,
                        shown(key, amount.get()),
                        shown(key, own),
                        shown(key, most.getValue()),
                        facts.namespace())));
      }
    }
    return Optional.empty();
  }

  private static String shown(String key, BigDecimal amount) {
    var mebibytes = amount.divideAndRemainder(MEBIBYTE);
    return key.endsWith(".cpu") || mebibytes[1].signum() != 0
        ? text(key, amount)
        : mebibytes[0].toPlainString() + "Mi";
  }

  /** A limit is a request where there is none. */
  private static Optional<BigDecimal> implied(String key, Map<String, BigDecimal> amounts) {
    return key.startsWith(REQUESTS)
        ? Optional.ofNullable(amounts.get(key.replaceFirst(REQUESTS, LIMITS)))
        : Optional.empty();
  }

  private JsonNode withoutUnknownClaims(JsonNode container) {
    var given = container.path(RESOURCES);
    var known = facts.pod().path("spec").path("resourceClaims");
    var kept = JsonNodeFactory.instance.arrayNode();
    for (var claim : given.path(CLAIMS)) {
      if (known.valueStream().anyMatch(it -> it.path("name").equals(claim.path("name")))) {
        kept.add(claim);
      }
    }
    if (kept.size() == given.path(CLAIMS).size()) {
      return container;
    }
    var resources = with(given, CLAIMS, kept);
    return with(container, RESOURCES, kept.isEmpty() ? resources.without(CLAIMS) : resources);
  }

  /**
   * A pod can say what all its containers take together. That holds for one more of them as well:
   * one that ends before the others start says nothing itself, so that what the pod asks for stays
   * as it is, and one beside them does not say more than the pod does.
   */
  private JsonNode withinPod(JsonNode container, boolean runsAlone) {
    var ofPod = amounts(facts.pod().path("spec").path(RESOURCES));
    if (ofPod.isEmpty()) {
      return container;
    }
    var given = container.path(RESOURCES);
    var before = amounts(given);
    var after = new TreeMap<>(before);
    for (var resource : POD_LEVEL) {
      var limit = ofPod.get(LIMITS + resource);
      var request = ofPod.getOrDefault(REQUESTS + resource, limit);
      if (request != null && runsAlone) {
        after.remove(LIMITS + resource);
        after.remove(REQUESTS + resource);
      } else if (request != null) {
        var own = sum(facts.containers().stream(), REQUESTS + resource);
        var room = request.subtract(own).max(BigDecimal.ZERO);
        var asked = after.getOrDefault(REQUESTS + resource, after.get(LIMITS + resource));
        if (asked != null) {
          after.put(REQUESTS + resource, asked.min(room));
        }
        if (limit != null) {
          after.computeIfPresent(LIMITS + resource, (_, amount) -> amount.min(limit));
        }
      }
    }
    return after.equals(before)
        ? container
        : with(container, RESOURCES, resources(given, before, after));
  }

  private static ObjectNode with(JsonNode object, String name, JsonNode value) {
    var copy = JsonNodeFactory.instance.objectNode();
    object.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
    return copy.set(name, value);
  }

  /**
   * Resources whose requests are not above their limits, for no pod can have others. Limits that a
   * user lowered may well be below the requests that come by default.
   */
  public static JsonNode withinLimits(JsonNode resources) {
    var lowered = JsonNodeFactory.instance.objectNode();
    for (var request : resources.path(REQUESTS).properties()) {
      var limit = resources.path(LIMITS).path(request.getKey());
      var isAbove =
          amount(limit.asText(""))
              .flatMap(most -> amount(request.getValue().asText("")).map(it -> it.compareTo(most)))
              .orElse(0);
      if (isAbove > 0) {
        lowered.set(request.getKey(), limit);
      }
    }
    if (lowered.isEmpty()) {
      return resources;
    }
    ObjectNode within = resources.deepCopy();
    within.withObjectProperty(REQUESTS).setAll(lowered);
    return within;
  }

  private void addDemanded(Map<String, BigDecimal> amounts) {
    for (var key : limits.demanded()) {
      var isImplied =
          key.startsWith(REQUESTS) && amounts.containsKey(key.replaceFirst(REQUESTS, LIMITS));
      if (!isImplied && LEAST.containsKey(key) && !isOfPod(key)) {
        amount(LEAST.get(key)).ifPresent(amount -> amounts.putIfAbsent(key, amount));
      }
    }
  }

  /** Whether the pod says it for all its containers, which is enough for a quota. */
  private boolean isOfPod(String key) {
    var resources = facts.pod().path("spec").path(RESOURCES);
    return resources.path(LIMITS).has(resource(key)) || resources.path(REQUESTS).has(resource(key));
  }

  /** What the pod takes of a resource without us. */
  private Optional<BigDecimal> ofPod(String key) {
    var together = sum(facts.containers().stream(), key);
    var alone =
        amountsOf(facts.initContainers().stream(), key).reduce(BigDecimal.ZERO, BigDecimal::max);
    return Optional.of(together.max(alone)).filter(amount -> amount.signum() > 0);
  }

  private static BigDecimal sum(Stream<PodContainer> containers, String key) {
    return amountsOf(containers, key).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Stream<BigDecimal> amountsOf(Stream<PodContainer> containers, String key) {
    return containers
        .map(container -> amounts(container.tree().path("resources")))
        .flatMap(
            amounts ->
                Stream.of(key, key.replaceFirst(REQUESTS, LIMITS))
                    .flatMap(name -> Stream.ofNullable(amounts.get(name)))
                    .limit(1));
  }

  private BigDecimal inRange(String key, BigDecimal amount) {
    var range = limits.range(resource(key));
    var atLeast = range.min().map(amount::max).orElse(amount);
    return range.max().map(atLeast::min).orElse(atLeast);
  }

  /** A request is not above its limit, and not further below it than is allowed. */
  private BigDecimal request(String key, BigDecimal amount, Map<String, BigDecimal> all) {
    var limit = all.get(key.replaceFirst(REQUESTS, LIMITS));
    if (!key.startsWith(REQUESTS) || limit == null) {
      return amount;
    }
    return limits
        .range(resource(key))
        .ratio()
        .filter(ratio -> ratio.signum() > 0)
        .map(ratio -> amount.max(limit.divide(ratio, 9, RoundingMode.CEILING)))
        .orElse(amount)
        .min(limit);
  }

  /** What did not change is written as it was. */
  private static JsonNode resources(
      JsonNode given, Map<String, BigDecimal> before, Map<String, BigDecimal> after) {
    var resources = JsonNodeFactory.instance.objectNode();
    given.properties().forEach(field -> resources.set(field.getKey(), field.getValue()));
    for (var list : new String[] {LIMITS, REQUESTS}) {
      var quantities = JsonNodeFactory.instance.objectNode();
      given
          .path(list)
          .properties()
          .forEach(
              it -> {
                var key = list + "." + it.getKey();
                if (after.containsKey(key) || !before.containsKey(key)) {
                  quantities.set(it.getKey(), it.getValue());
                }
              });
      after.forEach(
          (key, amount) -> {
            var old = before.get(key);
            if (key.startsWith(list) && (old == null || old.compareTo(amount) != 0)) {
              quantities.put(resource(key), text(key, amount));
            }
          });
      if (quantities.isEmpty()) {
        resources.remove(list);
      } else {
        resources.set(list, quantities);
      }
    }
    return resources;
  }

  private static Map<String, BigDecimal> amounts(JsonNode resources) {
    var amounts = new TreeMap<String, BigDecimal>();
    for (var list : new String[] {LIMITS, REQUESTS}) {
      StreamSupport.stream(resources.path(list).properties().spliterator(), false)
          .forEach(
              field ->
                  amount(field.getValue().asText(""))
                      .ifPresent(amount -> amounts.put(list + "." + field.getKey(), amount)));
    }
    return amounts;
  }

  /** Empty for what is no quantity. */
  private static Optional<BigDecimal> amount(String text) {
    try {
      return Optional.of(Quantity.parse(text).getNumericalAmount());
    } catch (IllegalArgumentException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static String resource(String key) {
    return key.substring(key.indexOf('.') + 1);
  }

  private static String text(String key, BigDecimal amount) {
    return key.endsWith(".cpu")
        ? amount.movePointRight(3).setScale(0, RoundingMode.CEILING).toPlainString() + "m"
        : amount.setScale(0, RoundingMode.CEILING).toPlainString();
  }
}
