// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.otelop.pod.Decision;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodFeatures;
import io.otelop.pod.PodInjector;
import io.otelop.pod.PodReason;
import io.otelop.reason.Finding;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionRequest.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pods pass whatever happens, and somebody hears of what did not. */
class PodWebhookTest {

  private static final String POD =
      "{metadata: {generateName: shop-, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet,"
          + " name: shop-1, uid: u, controller: true}]}, spec: {containers: [{name: app}]}}";

  private final List<String> events = new ArrayList<>();
  private final List<PodFacts> seen = new ArrayList<>();
  private int answers;

  @Test
  void whatWasDecidedIsAnsweredAndWhatWasNotIsToldToTheOwner() {
    var answer = webhook(this::half).answer(request(POD, false));
    assertThat(answer.allowed()).isTrue();
    assertThat(answer.patch().toString()).contains("/spec/shareProcessNamespace");
    assertThat(answer.warnings()).containsExactly("InternalError: b is odd; " + remedy());
    assertThat(answer.auditAnnotations().get("injection"))
        .isEqualTo(
            "{\"one\":{\"app\":\"injected\"},\"two\":\"InternalError\",\"collector\":\"a/b@1\"}");
    assertThat(events).containsExactly("ReplicaSet ns/shop-1 u: b is odd; " + remedy());
    assertThat(answers).isOne();
    assertThat(seen.getFirst().namespaceAnnotations()).containsEntry("a", "b");
  }

  @Test
  void aDryRunTellsNobodyElse() {
    var answer = webhook(this::half).answer(request(POD, true));
    assertThat(answer.patch()).isNotEmpty();
    assertThat(events).isEmpty();
    assertThat(answers).isZero();
  }

  @Test
  void aPodWithoutOwnerHearsItselfIfItHasAName() {
    webhook(this::half)
        .answer(request("{metadata: {name: p}, spec: {containers: [{name: app}]}}", false));
    webhook(this::half).answer(request("{metadata: {}, spec: {containers: [{name: app}]}}", false));
    assertThat(events).containsExactly("Pod ns/p null: b is odd; " + remedy());
  }

  @Test
  void aFaultOfOursLeavesThePodAsItCame() {
    var answer =
        webhook(
                _ -> {
                  throw new IllegalStateException("ours");
                })
            .answer(request(POD, false));
    assertThat(answer.allowed()).isTrue();
    assertThat(answer.patch().toString()).doesNotContain("/spec");
    assertThat(events).hasSize(1);
  }

  @Test
  void anUnknownNamespaceIsWarnedOf() {
    var webhook =
        new PodWebhook(
            new PodAdmission(List.of()),
            _ -> Optional.empty(),
            OwnerLookup.NONE,
            () -> PodFeatures.NONE,
            (_, _) -> {},
            _ -> {});
    assertThat(webhook.answer(request(POD, false)).warnings())
        .singleElement()
        .asString()
        .startsWith("NamespaceUnknown: namespace ns could not be read");
  }

  @Test
  void whatIsNoNewPodPasses() {
    var other =
        new AdmissionRequest(
            "uid",
            Operation.UPDATE,
            new AdmissionRequest.Kind("", "v1", "Pod"),
            new AdmissionRequest.Resource("", "v1", "pods"),
            "ephemeralcontainers",
            "ns",
            "p",
            false,
            new AdmissionRequest.User("me", List.of()),
            Yaml.document(POD),
            Yaml.document(POD));
    assertThat(webhook(this::half).answer(other)).isEqualTo(AdmissionAnswer.allow());
  }

  /** One thing done, another one not. */
  private List<Decision> half(PodFacts facts) {
    seen.add(facts);
    return List.of(
        new Decision.Injected(
            new Decision.Subject("one", "app"),
            new Decision.Source("collector", "a/b@1"),
            List.of(new PodEdit.ShareProcesses()),
            List.of()),
        new Decision.Skipped(
            Decision.Subject.ofPod("two"),
            Finding.of(PodReason.InternalError, "", "", "b is odd")));
  }

  private PodWebhook webhook(java.util.function.Function<PodFacts, List<Decision>> decide) {
    var injector =
        new PodInjector() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public List<Decision> decide(PodFacts facts) {
            return decide.apply(facts);
          }
        };
    return new PodWebhook(
        new PodAdmission(List.of(injector)),
        _ -> Optional.of(new NamespaceLookup.Metadata(Map.of("a", "b"), Map.of())),
        OwnerLookup.NONE,
        () -> PodFeatures.NONE,
        (regarding, finding) ->
            events.add(
                "%s %s/%s %s: %s"
                    .formatted(
                        regarding.getKind(),
                        regarding.getNamespace(),
                        regarding.getName(),
                        regarding.getUid(),
                        finding.sentence())),
        _ -> answers++);
  }

  private static String remedy() {
    return PodReason.InternalError.remedy();
  }

  private static AdmissionRequest request(String pod, boolean dryRun) {
    JsonNode object = Yaml.document(pod);
    return new AdmissionRequest(
        "uid",
        Operation.CREATE,
        new AdmissionRequest.Kind("", "v1", "Pod"),
        new AdmissionRequest.Resource("", "v1", "pods"),
        "",
        "ns",
        "",
        dryRun,
        new AdmissionRequest.User("me", List.of()),
        object,
        MissingNode.getInstance());
  }
}
