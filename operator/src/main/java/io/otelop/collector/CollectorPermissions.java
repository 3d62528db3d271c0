// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Access;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.AccessReviews.Unanswered;
import io.otelop.reason.Finding;
import io.otelop.webhook.AdmissionRequest.User;
import java.util.ArrayList;
import java.util.List;
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
      escalation("config", pods, Access.of(collector.grants()), user).ifPresent(findings::add);
    } else if (collector.bringsServiceAccount()) {
      missing("spec.serviceAccount", pods, Access.of(collector.needs())).ifPresent(findings::add);
    }
    collector
        .allocatorNeeds()
        .flatMap(needs -> allocator(collector, Access.of(needs), user))
        .ifPresent(findings::add);
    return findings;
  }

  /** The operator makes the target allocator inside, so that nobody else asks who wants it. */
  private Optional<Finding> allocator(
      EffectiveCollector collector, List<Access> needed, User user) {
    var pods =
        Identity.ofServiceAccount(collector.namespace(), collector.allocatorServiceAccount());
    return collector.facts().cluster().grantsRoles() && collector.grantsToAllocator()
        ? escalation("targetAllocator", pods, needed, user)
        : missing("spec.targetAllocator.serviceAccount", pods, needed);
  }

  private Optional<Finding> escalation(
      String section, Identity pods, List<Access> granted, User user) {
    return switch (reviews.notHeld(new Identity(user.name(), user.groups()), pods, granted)) {
      case Unanswered() ->
          Optional.of(
              Finding.of(
                  CollectorReason.PermissionsUnknown,
                  "spec." + section,
                  "",
                  "would grant permissions, and whether you hold them could not be found out in"
                      + " time"));
      case Denied(var lacking) when lacking.isEmpty() -> Optional.empty();
      case Denied(var lacking) ->
          Optional.of(
              Finding.of(
                  CollectorReason.PermissionsNotHeld,
                  "spec." + section,
                  "",
                  "user "
                      + user.name()
                      + " is not allowed to create a collector whose "
                      + section
                      + " would grant permissions they do not hold: "
                      + Access.text(lacking)));
    };
  }

  private Optional<Finding> missing(String field, Identity pods, List<Access> needed) {
    return reviews.ask(pods, needed) instanceof Denied(var lacking) && !lacking.isEmpty()
        ? Optional.of(
            Finding.of(CollectorReason.PermissionsMissing, field, "", pods.lacks(lacking)))
        : Optional.empty();
  }
}
