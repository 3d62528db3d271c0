// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Access;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.AccessReviews.Unanswered;
import io.otelop.cluster.ScrapeAccess;
import io.otelop.naming.ObjectNames;
import io.otelop.reason.Finding;
import io.otelop.webhook.AdmissionRequest.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a collector gives its pods permissions that who declares it does not hold, and whether a
 * ServiceAccount that was brought has what the config needs. Rules: collector.md 5.3 and 5.4,
 * targetallocator-opamp-ops.md A2.6.
 */
final class CollectorPermissions {

  private final AccessReviews reviews;

  CollectorPermissions(AccessReviews reviews) {
    this.reviews = reviews;
  }

  /** What is wrong with the permissions of a collector that somebody declares. */
  List<Finding> check(EffectiveCollector collector, User user) {
    var findings = new ArrayList<Finding>();
    var pods = Identity.ofServiceAccount(collector.namespace(), collector.serviceAccount());
    if (collector.facts().cluster().grantsRoles() && !collector.grants().isEmpty()) {
      escalation(pods, accesses(collector.grants()), user).ifPresent(findings::add);
    } else if (collector.bringsServiceAccount()) {
      missing("spec.serviceAccount", pods, accesses(collector.needs())).ifPresent(findings::add);
    }
    allocator(collector).ifPresent(findings::add);
    return findings;
  }

  /** What the pods of its own target allocator lack, where these look for what to scrape. */
  private Optional<Finding> allocator(EffectiveCollector collector) {
    var allocator = collector.spec().targetAllocator();
    var resources = allocator == null ? null : allocator.prometheusCR();
    if (allocator == null
        || resources == null
        || !Boolean.TRUE.equals(resources.enabled())
        || collector.allocation().isEmpty()) {
      return Optional.empty();
    }
    var given = allocator.serviceAccount();
    var pods =
        Identity.ofServiceAccount(
            collector.namespace(),
            given == null || given.isEmpty()
                ? ObjectNames.targetAllocator(collector.name())
                : given);
    return missing("spec.targetAllocator.serviceAccount", pods, ScrapeAccess.of(resources));
  }

  private Optional<Finding> escalation(Identity pods, List<Access> granted, User user) {
    var identity = new Identity(user.name(), user.groups());
    // Who may do everything need not be asked about each thing.
    if (reviews.ask(identity, List.of(Access.ALL)) instanceof Denied(var no) && no.isEmpty()) {
      return Optional.empty();
    }
    var ofPods = reviews.ask(pods, granted);
    var ofUser =
        ofPods instanceof Denied(var added) ? reviews.ask(identity, added) : new Unanswered();
    return switch (ofUser) {
      case Unanswered() ->
          Optional.of(
              Finding.of(
                  CollectorReason.PermissionsUnknown,
                  "spec.config",
                  "",
                  "would grant permissions, and whether you hold them could not be found out in"
                      + " time"));
      case Denied(var lacking) when lacking.isEmpty() -> Optional.empty();
      case Denied(var lacking) ->
          Optional.of(
              Finding.of(
                  CollectorReason.PermissionsNotHeld,
                  "spec.config",
                  "",
                  "user "
                      + user.name()
                      + " is not allowed to create a collector whose config would grant permissions"
                      + " they do not hold: "
                      + Access.text(lacking)));
    };
  }

  private Optional<Finding> missing(String field, Identity pods, List<Access> needed) {
    return reviews.ask(pods, needed) instanceof Denied(var lacking) && !lacking.isEmpty()
        ? Optional.of(
            Finding.of(CollectorReason.PermissionsMissing, field, "", pods.lacks(lacking)))
        : Optional.empty();
  }

  private static List<Access> accesses(Map<String, List<PolicyRule>> rules) {
    var accesses = new ArrayList<Access>();
    rules.forEach(
        (namespace, list) -> {
          for (var rule : list) {
            for (var group : rule.getApiGroups()) {
              for (var resource : rule.getResources()) {
                for (var verb : rule.getVerbs()) {
                  accesses.add(new Access(namespace, group, resource, verb));
                }
              }
            }
          }
        });
    return accesses.stream().distinct().toList();
  }
}
