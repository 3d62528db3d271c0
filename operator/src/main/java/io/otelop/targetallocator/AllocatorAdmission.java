// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.ScrapeAccess;
import io.otelop.crds.targetallocator.AllocatorSpec;
import io.otelop.naming.ObjectNames;
import io.otelop.reason.Finding;
import io.otelop.webhook.Admission;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks a target allocator before it is stored. What is wrong refuses the write, with everything
 * that is wrong in one message; permissions that its pods lack become a warning. A write that
 * leaves the spec as it is passes whatever the spec says. Rules: targetallocator-opamp-ops.md A1.1,
 * A2.6.
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
    var isSame = written.equals(request.oldObject().path("spec"));
    var findings = new ArrayList<Finding>();
    try {
      AllocatorSpec spec = READER.readValue(written.isObject() ? written : JSON.createObjectNode());
      findings.addAll(AllocatorChecks.of(spec, facts.get().cluster()));
      if (findings.isEmpty() && !isSame) {
        missing(request, spec).ifPresent(findings::add);
      }
    } catch (JsonProcessingException misfit) {
      findings.add(
          Finding.of(AllocatorReason.InvalidAllocator, "spec", "", misfit.getOriginalMessage()));
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException("a tree in memory cannot be read", impossible);
    }
    return AdmissionAnswer.of(findings, isSame);
  }

  /** What its pods may not read of what they look for. */
  private Optional<Finding> missing(AdmissionRequest request, AllocatorSpec spec) {
    var resources = spec.prometheusCR();
    if (resources == null || !Boolean.TRUE.equals(resources.enabled())) {
      return Optional.empty();
    }
    var name = request.object().path("metadata").path("name").asText(request.name());
    var given = spec.serviceAccount();
    var pods =
        Identity.ofServiceAccount(
            request.namespace(),
            given == null || given.isEmpty() ? ObjectNames.targetAllocator(name) : given);
    return reviews.ask(pods, ScrapeAccess.of(resources)) instanceof Denied(var lacking)
            && !lacking.isEmpty()
        ? Optional.of(
            Finding.of(
                AllocatorReason.AllocatorPermissionsMissing,
                "spec.serviceAccount",
                "",
                pods.lacks(lacking)))
        : Optional.empty();
  }
}
