// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Access;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.AccessReviews.Unanswered;
import io.otelop.crds.targetallocator.AllocatorSpec;
import io.otelop.naming.ObjectNames;
import io.otelop.reason.Finding;
import io.otelop.webhook.Admission;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import io.otelop.webhook.AdmissionRequest.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks a target allocator before it is stored. What is wrong refuses the write, with everything
 * that is wrong in one message; permissions that its pods lack become a warning, or would be
 * granted, which takes somebody who holds them. A write that leaves the spec as it is passes
 * whatever the spec says. Rules: targetallocator-opamp-ops.md A1.1, A2.6.
 */
public final class AllocatorAdmission implements Admission {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectReader READER = JSON.readerFor(AllocatorSpec.class);

  private final Supplier<AllocatorFacts> facts;
  private final AccessReviews reviews;

  /**
   * An admission; it holds no state of its own.
   *
   * @param facts asked for every request
   * @param reviews asked about those that look for custom resources
   */
  public AllocatorAdmission(Supplier<AllocatorFacts> facts, AccessReviews reviews) {
    this.facts = facts;
    this.reviews = reviews;
  }

  @Override
  public AdmissionAnswer answer(AdmissionRequest request) {
    var written = request.object().path("spec");
    var findings = new ArrayList<Finding>();
    try {
      AllocatorSpec spec = READER.readValue(written.isObject() ? written : JSON.createObjectNode());
      findings.addAll(AllocatorChecks.of(spec, facts.get().cluster()));
      if (findings.isEmpty()) {
        return AdmissionAnswer.of(
            isSame(request) ? List.of() : permissions(request, spec).stream().toList(), false);
      }
    } catch (JsonProcessingException misfit) {
      findings.add(
          Finding.of(AllocatorReason.InvalidAllocator, "spec", "", misfit.getOriginalMessage()));
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException("a tree in memory cannot be read", impossible);
    }
    return AdmissionAnswer.of(findings, isSameSpec(request));
  }

  private static boolean isSameSpec(AdmissionRequest request) {
    return request.object().path("spec").equals(request.oldObject().path("spec"));
  }

  /** An annotation can ask for permissions too. */
  private static boolean isSame(AdmissionRequest request) {
    return isSameSpec(request)
        && annotations(request.object()).equals(annotations(request.oldObject()));
  }

  private static JsonNode annotations(JsonNode object) {
    return object.path("metadata").path("annotations");
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new HashMap<String, String>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  /**
   * What its pods would get that who declares it does not hold, or else what they lack. What a
   * collector adds that it is inside of was asked about when that was declared.
   */
  private Optional<Finding> permissions(AdmissionRequest request, AllocatorSpec spec) {
    var metadata = request.object().path("metadata");
    var given = spec.serviceAccount();
    var pods =
        Identity.ofServiceAccount(
            request.namespace(),
            given == null || given.isEmpty()
                ? ObjectNames.targetAllocator(metadata.path("name").asText(request.name()))
                : given);
    var grants =
        EffectiveAllocator.grants(
            request.namespace(), spec, texts(annotations(request.object())), Optional.empty());
    if (facts.get().cluster().grantsRoles() && !grants.isEmpty()) {
      return notHeld(request.user(), pods, Access.of(grants));
    }
    var needs = EffectiveAllocator.needs(request.namespace(), spec, Optional.empty());
    return reviews.ask(pods, Access.of(needs)) instanceof Denied(var lacking) && !lacking.isEmpty()
        ? Optional.of(
            Finding.of(
                AllocatorReason.AllocatorPermissionsMissing,
                "spec.serviceAccount",
                "",
                pods.lacks(lacking)))
        : Optional.empty();
  }

  private Optional<Finding> notHeld(User user, Identity pods, List<Access> granted) {
    return switch (reviews.notHeld(new Identity(user.name(), user.groups()), pods, granted)) {
      case Unanswered() ->
          Optional.of(
              Finding.of(
                  AllocatorReason.AllocatorPermissionsUnknown,
                  "spec",
                  "",
                  "would grant permissions, and whether you hold them could not be found out in"
                      + " time"));
      case Denied(var lacking) when lacking.isEmpty() -> Optional.empty();
      case Denied(var lacking) ->
          Optional.of(
              Finding.of(
                  AllocatorReason.AllocatorPermissionsNotHeld,
                  "spec",
                  "",
                  "user "
                      + user.name()
                      + " is not allowed to create a target allocator that would be granted"
                      + " permissions they do not hold: "
                      + Access.text(lacking)));
    };
  }
}
