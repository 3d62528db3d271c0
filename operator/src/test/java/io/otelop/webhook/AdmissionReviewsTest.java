// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.webhook.Admission.Failure;
import io.otelop.webhook.AdmissionRequest.Operation;
import io.otelop.webhook.AdmissionReviews.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AdmissionReviewsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static final String REVIEW =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",
       "kind":{"group":"","version":"v1","kind":"Pod"},
       "resource":{"group":"","version":"v1","resource":"pods"},
       "namespace":"shop","operation":"CREATE","dryRun":true,
       "userInfo":{"username":"ann","groups":["a","b"]},
       "object":{"metadata":{"name":"x"},"spec":{"new":1.50}},"oldObject":null}}
      """;

  @Test
  void aRequestIsRead() {
    var request = decoded(REVIEW);
    assertThat(request.uid()).isEqualTo("u-1");
    assertThat(request.operation()).isEqualTo(Operation.CREATE);
    assertThat(request.kind()).isEqualTo(new AdmissionRequest.Kind("", "v1", "Pod"));
    assertThat(request.resource().resource()).isEqualTo("pods");
    assertThat(request.namespace()).isEqualTo("shop");
    assertThat(request.name()).isEmpty();
    assertThat(request.dryRun()).isTrue();
    assertThat(request.user()).isEqualTo(new AdmissionRequest.User("ann", List.of("a", "b")));
    assertThat(request.object().at("/spec/new").decimalValue()).isEqualTo("1.50");
    assertThat(request.oldObject().isMissingNode()).isTrue();
  }

  /** As the API server itself reads JSON, so that both mean the same object. */
  @Test
  void ofSeveralEqualKeysTheLastCounts() {
    var request =
        decoded(
            REVIEW
                .replace("\"uid\":\"u-1\"", "\"uid\":\"u-0\",\"uid\":\"u-1\"")
                .replace("\"object\":", "\"object\":{\"metadata\":{\"name\":\"y\"}},\"object\":"));

    assertThat(request.uid()).isEqualTo("u-1");
    assertThat(request.object().at("/metadata/name").asText()).isEqualTo("x");
  }

  @Test
  void whatIsNoReviewSaysWhatItIs() {
    assertThat(malformed("")).isEqualTo("the body is empty");
    assertThat(malformed("{\"kind\":")).startsWith("the body is not JSON");
    assertThat(malformed(REVIEW.strip() + "x")).startsWith("the body is not JSON");
    assertThat(malformed("[1]")).contains("the body has no kind");
    assertThat(malformed("null")).contains("the body has no kind");
    assertThat(malformed(REVIEW.replace("k8s.io/v1\"", "k8s.io/v1beta1\"")))
        .contains("an admission.k8s.io/v1 AdmissionReview is wanted", "v1beta1");
    assertThat(malformed(REVIEW.replace("AdmissionReview", "ConversionReview")))
        .contains("ConversionReview");
    assertThat(malformed(REVIEW.replace("u-1", ""))).contains("request.uid");
    assertThat(malformed(REVIEW.replace("CREATE", "PATCH"))).contains("request.operation");
    assertThat(malformed(REVIEW.replace("CREATE", "DELETE"))).contains("request.oldObject");
    assertThat(malformed(REVIEW.replace("\"object\"", "\"x\""))).contains("request.object");
  }

  @Test
  void whatWouldFillTheMemoryIsNotRead() {
    assertThat(malformed("[".repeat(100_000))).startsWith("the body has too much in it");
    assertThat(malformed("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)))
        .startsWith("the body has too much in it");
    assertThat(malformed("[" + "{},".repeat(3_000_000) + "{}]"))
        .startsWith("the body has too much in it");
    assertThat(malformed("[\"" + "x".repeat(9_000_000) + "\"]"))
        .startsWith("the body has too much in it");
  }

  @Property
  void noPrefixOfAReviewIsAReview(@ForAll @IntRange(max = 400) int length) {
    var body = Arrays.copyOf(bytes(REVIEW.strip()), Math.min(length, REVIEW.strip().length() - 1));
    assertInstanceOf(Decoded.Malformed.class, AdmissionReviews.decode(body));
  }

  @Property
  void noBytesAreTooStrange(@ForAll byte[] body) {
    assertInstanceOf(Decoded.Malformed.class, AdmissionReviews.decode(body));
  }

  @Property
  void noTreeInPlaceOfAFieldIsTooStrange(
      @ForAll @IntRange(max = 8) int field, @ForAll @IntRange(max = 6) int value) {
    var fields =
        List.of(
            "uid",
            "kind",
            "resource",
            "namespace",
            "operation",
            "dryRun",
            "userInfo",
            "object",
            "oldObject");
    var values = List.of("null", "1", "[]", "{}", "\"x\"", "true", "[[{\"a\":null}]]");
    var body =
        REVIEW.replaceFirst(
            "\"" + fields.get(field) + "\":",
            "\"was\":0,\"%s\":%s,\"x\":".formatted(fields.get(field), values.get(value)));
    var reply = endpoint(request -> AdmissionAnswer.allow(), Failure.ALLOW).reply(bytes(body));
    assertThat(reply.code()).isIn(200, 400);
  }

  @Test
  void anAnswerIsWritten() throws Exception {
    var patch = JsonNodeFactory.instance.arrayNode();
    patch.addObject().put("op", "remove").put("path", "/x");
    var answer =
        AdmissionAnswer.allowWith(patch, List.of("line one\nline two\u0007"))
            .audited(Map.of("decision", "injected"));
    var response = JSON.readTree(AdmissionReviews.encode("u-1", answer)).path("response");
    assertThat(response.path("uid").asText()).isEqualTo("u-1");
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(JSON.readTree(response.path("patch").binaryValue())).isEqualTo(patch);
    assertThat(response.path("warnings").get(0).asText()).isEqualTo("line one line two");
    assertThat(response.path("auditAnnotations").path("decision").asText()).isEqualTo("injected");
    assertThat(response.has("status")).isFalse();
  }

  @Test
  void nothingToSayIsNotWritten() throws Exception {
    var review = JSON.readTree(AdmissionReviews.encode("u", AdmissionAnswer.allow()));
    assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(review.path("response").propertyStream().map(Map.Entry::getKey))
        .containsExactly("uid", "allowed");
  }

  @Test
  void aRefusalSaysWhyInTheWordsOfKubernetes() throws Exception {
    var status =
        JSON.readTree(AdmissionReviews.encode("u", AdmissionAnswer.deny("spec.mode: no")))
            .at("/response/status");
    assertThat(status.path("code").asInt()).isEqualTo(422);
    assertThat(status.path("reason").asText()).isEqualTo("Invalid");
    assertThat(status.path("message").asText()).isEqualTo("spec.mode: no");
  }

  @Test
  void aFaultHoldsBackNoPodAndAdmitsNoCustomResource() {
    Admission broken =
        request -> {
          throw new IllegalStateException("secret detail");
        };
    var pod = response(endpoint(broken, Failure.ALLOW));
    assertThat(pod.path("allowed").asBoolean()).isTrue();
    assertThat(pod.path("warnings").get(0).asText())
        .contains("left unchanged, the operator failed");
    assertThat(pod.toString()).doesNotContain("secret detail", "IllegalState");

    var custom = response(endpoint(broken, Failure.DENY));
    assertThat(custom.path("allowed").asBoolean()).isFalse();
    assertThat(custom.at("/status/code").asInt()).isEqualTo(500);
  }

  @Test
  void evenAnErrorOfTheMachineHoldsBackNoPod() {
    Admission endless =
        request -> {
          throw new StackOverflowError();
        };
    assertThat(response(endpoint(endless, Failure.ALLOW)).path("allowed").asBoolean()).isTrue();
  }

  @Test
  void aLateDecisionIsNotWaitedFor() throws Exception {
    var interrupted = new CountDownLatch(1);
    Admission slow =
        request -> {
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException late) {
            interrupted.countDown();
          }
          return AdmissionAnswer.allow();
        };
    var pod = response(endpoint(slow, Failure.ALLOW, Duration.ofMillis(200)));
    assertThat(pod.path("allowed").asBoolean()).isTrue();
    assertThat(pod.path("warnings").get(0).asText()).contains("longer than 200 ms");
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void everyAnswerIsObservedButForOurOwnCalls() {
    var seen = new ArrayList<String>();
    var endpoint =
        new AdmissionEndpoint(
            request -> AdmissionAnswer.allow(),
            Failure.ALLOW,
            Duration.ofSeconds(5),
            (request, answer, took) -> seen.add(request.uid() + took.isPositive()));
    endpoint.reply(bytes(REVIEW));
    endpoint.reply(bytes(REVIEW.replace("u-1", "warm-up")));
    endpoint.reply(bytes("nonsense"));
    assertThat(seen).containsExactly("u-1true");
  }

  private static AdmissionEndpoint endpoint(Admission admission, Failure failure) {
    return endpoint(admission, failure, Duration.ofSeconds(30));
  }

  private static AdmissionEndpoint endpoint(
      Admission admission, Failure failure, Duration deadline) {
    return new AdmissionEndpoint(admission, failure, deadline, (request, answer, took) -> {});
  }

  private static JsonNode response(AdmissionEndpoint endpoint) {
    try {
      return JSON.readTree(endpoint.reply(bytes(REVIEW)).body()).path("response");
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }

  private static AdmissionRequest decoded(String body) {
    return assertInstanceOf(Decoded.Review.class, AdmissionReviews.decode(bytes(body))).request();
  }

  private static String malformed(String body) {
    return assertInstanceOf(Decoded.Malformed.class, AdmissionReviews.decode(bytes(body)))
        .problem();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
