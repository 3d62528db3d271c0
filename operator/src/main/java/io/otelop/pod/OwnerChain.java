// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import io.otelop.naming.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A pod's owners and theirs, from the nearest on. What is not in memory is told by names: those of
 * a Deployment's ReplicaSets and of a CronJob's Jobs say whose they are. Where a name tells
 * nothing, or uids are wanted, which no name tells, the owner is read, if that can be done at once.
 * Rules: instrumentation.md 4.2.
 */
public final class OwnerChain {

  private static final int MAX_DEPTH = 3;

  /** The end of a Job's name that a CronJob made: minutes since 1970. */
  private static final Pattern SCHEDULED = Pattern.compile("(.+)-(\\d{8})");

  /** Such minutes are of the years 2020 to 2060; a date written in digits is not among them. */
  private static final int EARLIEST = 26_297_280;

  private static final int LATEST = 47_335_680;

  private OwnerChain() {}

  /**
   * The owners, the nearest first.
   *
   * @param wantsUids whether it is worth a read to have the uids of all of them
   */
  public static List<Owner> of(PodFacts facts, boolean wantsUids) {
    var chain = new ArrayList<Owner>();
    add(facts, wantsUids, facts.ownerReferences(), 0, chain);
    return chain;
  }

  /** The kind as attributes write it; empty for a kind that has no attributes. */
  public static String kind(Owner owner) {
    var kind = owner.kind().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "replicaset", "deployment", "statefulset", "daemonset", "job", "cronjob" -> kind;
      default -> "";
    };
  }

  private static void add(
      PodFacts facts, boolean wantsUids, List<Owner> owners, int depth, List<Owner> chain) {
    for (var owner : owners) {
      var kind = kind(owner);
      if (!kind.isEmpty() && !chain.contains(owner)) {
        chain.add(owner);
        if (depth < MAX_DEPTH && (kind.equals("replicaset") || kind.equals("job"))) {
          add(facts, wantsUids, above(facts, wantsUids, owner, kind), depth + 1, chain);
        }
      }
    }
  }

  private static List<Owner> above(PodFacts facts, boolean wantsUids, Owner owner, String kind) {
    var derived = derived(facts, owner, kind);
    var known =
        wantsUids || derived.isEmpty()
            ? facts.owners().readOwnersOf(facts.namespace(), owner)
            : facts.owners().ownersOf(facts.namespace(), owner);
    return known.orElse(derived);
  }

  private static List<Owner> derived(PodFacts facts, Owner owner, String kind) {
    if (kind.equals("replicaset")) {
      var end = "-" + facts.label(Labels.POD_TEMPLATE_HASH);
      var name = owner.name();
      return end.length() > 1 && name.endsWith(end) && name.length() > end.length()
          ? List.of(new Owner("Deployment", name.substring(0, name.length() - end.length()), ""))
          : List.of();
    }
    var scheduled = SCHEDULED.matcher(owner.name());
    return scheduled.matches() && isScheduleTime(scheduled.group(2))
        ? List.of(new Owner("CronJob", scheduled.group(1), ""))
        : List.of();
  }

  private static boolean isScheduleTime(String minutes) {
    var value = Integer.parseInt(minutes);
    return value >= EARLIEST && value <= LATEST;
  }
}
