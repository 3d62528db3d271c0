// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.crds.opampbridge.BridgeSpec;
import io.otelop.reason.Finding;
import io.otelop.webhook.Admission;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Checks an OpAMP bridge before it is stored. What is wrong refuses the write, with everything that
 * is wrong in one message; what has no effect, and permissions that its pod lacks, become warnings.
 * A write that leaves the spec as it is passes whatever the spec says. Rules:
 * targetallocator-opamp-ops.md B1, B2.
 */
public final class BridgeAdmission implements Admission {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectReader READER = JSON.readerFor(BridgeSpec.class);

  private final AccessReviews reviews;

  /** An admission; it holds no state of its own. */
  public BridgeAdmission(AccessReviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public AdmissionAnswer answer(AdmissionRequest request) {
    var written = request.object().path("spec");
    var isSame = written.equals(request.oldObject().path("spec"));
    var findings = new ArrayList<Finding>();
    var spec = read(written);
    if (spec.isPresent()) {
      findings.addAll(BridgeChecks.of(spec.get()));
      if (!isSame) {
        missing(request, spec.get()).ifPresent(findings::add);
      }
    } else {
      findings.add(
          Finding.of(
              BridgeReason.InvalidBridge, "spec", "", "is not what the definition asks for"));
    }
    return AdmissionAnswer.of(findings, isSame);
  }

  /** Empty for one that does not fit; why is not told, since the text has the value in it. */
  private static Optional<BridgeSpec> read(JsonNode written) {
    try {
      return Optional.of(READER.readValue(written.isObject() ? written : JSON.createObjectNode()));
    } catch (IOException misfit) {
      return Optional.empty();
    }
  }

  private Optional<Finding> missing(AdmissionRequest request, BridgeSpec spec) {
    var name = request.object().path("metadata").path("name").asText(request.name());
    var pods =
        Identity.ofServiceAccount(request.namespace(), EffectiveBridge.serviceAccount(name, spec));
    return reviews.ask(pods, BridgeAccess.NEEDED) instanceof Denied(var lacking)
            && !lacking.isEmpty()
        ? Optional.of(
            Finding.of(
                BridgeReason.BridgePermissionsMissing,
                "spec.serviceAccount",
                "",
                pods.lacks(lacking)))
        : Optional.empty();
  }
}
