// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.child.ApiKind;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.ObjectReads;
import io.otelop.cluster.ObjectReads.Kind;
import io.otelop.crds.CustomResourceDefinitions;
import io.otelop.crds.UserAnnotations;
import io.otelop.naming.Labels;
import io.otelop.settings.Settings;
import io.otelop.settings.WebhookSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Whether what is installed can work, looked at with the rights of whoever asks. */
final class InstallationChecks {

  private static final Kind MUTATING =
      new Kind(
          "admissionregistration.k8s.io/v1",
          "mutatingwebhookconfigurations",
          "MutatingWebhookConfiguration");

  private static final Map<ApiKind, String> ABSENT =
      Map.of(
          ApiKind.TARGET_ALLOCATOR,
          "collectors scrape by themselves",
          ApiKind.OPAMP_BRIDGE,
          "there are no OpAMP bridges",
          ApiKind.CLUSTER_OBSERVABILITY,
          "nobody can ask for the telemetry of the whole cluster");

  private static final String NOBODY = "kubectl-otel-check";

  /** The API server writes times to the second. */
  private static final Comparator<JsonNode> BY_AGE =
      Comparator.comparing(it -> it.at("/metadata/creationTimestamp").asText());

  private final Access access;
  private final ObjectReads reads;
  private final CertificateChecks certificates;

  InstallationChecks(Access access, Clock clock) {
    this.access = access;
    this.reads = access.reads();
    this.certificates = new CertificateChecks(reads, clock);
  }

  /** All checks, in the order in which one thing builds on another. */
  List<Check> all() {
    var checks = new ArrayList<Check>();
    checks.addAll(asked("API server", this::version));
    checks.addAll(asked("custom resources", this::definitions));
    checks.addAll(asked("operator", this::operators));
    checks.addAll(asked("webhooks", this::webhooks));
    checks.addAll(asked("injection", this::injection));
    return checks;
  }

  /** What may not be read is told, and does not keep the rest from being looked at. */
  private static List<Check> asked(String what, Supplier<List<Check>> check) {
    try {
      return check.get();
    } catch (KubernetesClientException refused) {
      return List.of(
          Check.odd(
              what,
              "could not be looked at: " + Objects.requireNonNullElse(refused.getMessage(), ""),
              "ask somebody who may read it"));
    }
  }

  private List<Check> version() {
    var version = access.client().getKubernetesVersion();
    return List.of(Check.well("API server", "Kubernetes " + version.getGitVersion()));
  }

  private List<Check> definitions() {
    var checks = new ArrayList<Check>();
    for (var wanted : CustomResourceDefinitions.all()) {
      var name = wanted.getMetadata().getName();
      var live = reads.get(Kinds.CUSTOM_RESOURCE_DEFINITION, "", name);
      checks.add(
          live.map(it -> definition(name, it, versions(Manifests.tree(wanted))))
              .orElseGet(() -> missing(name)));
    }
    return checks;
  }

  /** What of the operator works without a kind is told; the other kinds must be there. */
  private static Check missing(String name) {
    var what = "CRD " + name;
    var remedy = "kubectl apply --server-side -f crds/";
    return ABSENT.entrySet().stream()
        .filter(it -> name.startsWith(it.getKey().plural() + "."))
        .findFirst()
        .map(it -> Check.odd(what, "is not there, so " + it.getValue(), remedy))
        .orElseGet(() -> Check.wrong(what, "is not there", remedy));
  }

  private static Check definition(String name, JsonNode live, List<String> wanted) {
    var what = "CRD " + name;
    if (condition(live, "Established").filter("True"::equals).isEmpty()) {
      return Check.wrong(what, "is not established", "kubectl describe crd " + name);
    }
    var served = versions(live);
    return served.containsAll(wanted)
        ? Check.well(what, "serves " + String.join(", ", served))
        : Check.wrong(
            what,
            "serves %s, and the operator needs %s".formatted(served, wanted),
            "kubectl apply --server-side -f crds/");
  }

  private static List<String> versions(JsonNode definition) {
    return StreamSupport.stream(definition.at("/spec/versions").spliterator(), false)
        .filter(version -> version.path("served").asBoolean())
        .map(version -> version.path("name").asText())
        .sorted()
        .toList();
  }

  private List<Check> operators() {
    var found = reads.list(Kinds.DEPLOYMENT, "", InstalledOperator.SELECTOR);
    if (found.isEmpty()) {
      return List.of(
          Check.wrong(
              "operator",
              "no Deployment has the label " + InstalledOperator.SELECTOR,
              "helm install opentelemetry-operator helm/opentelemetry-operator"));
    }
    var checks = new ArrayList<Check>();
    for (var one : found) {
      var name = one.at("/metadata/namespace").asText() + "/" + one.at("/metadata/name").asText();
      var available = one.at("/status/availableReplicas").asInt();
      var wanted = one.at("/spec/replicas").asInt(1);
      var image = one.at("/spec/template/spec/containers/0/image").asText();
      checks.add(
          available >= wanted
              ? Check.well(
                  "operator " + name, "%d of %d ready, %s".formatted(available, wanted, image))
              : Check.wrong(
                  "operator " + name,
                  "%d of %d ready, %s".formatted(available, wanted, image),
                  "kubectl -n %s describe pods -l %s"
                      .formatted(
                          one.at("/metadata/namespace").asText(), InstalledOperator.SELECTOR)));
    }
    found.stream()
        .map(it -> InstalledOperator.of(it, reads))
        .map(it -> PermissionChecks.of(it, new AccessReviews(access.client())))
        .forEach(checks::add);
    if (found.size() > 1) {
      checks.add(
          Check.wrong(
              "operator",
              "%d of them share the cluster".formatted(found.size()),
              "keep one, or give each --watch-namespace of its own"));
    }
    return checks;
  }

  private List<Check> webhooks() {
    var checks = new ArrayList<Check>();
    var all = reads.list(MUTATING, "", "");
    var ours = all.stream().filter(InstallationChecks::isOurs).max(BY_AGE);
    if (ours.isEmpty()) {
      checks.add(
          Check.wrong(
              "webhooks",
              "there is no MutatingWebhookConfiguration of the operator",
              "the operator makes it when it is ready: look at its log"));
    } else {
      for (var webhook : ours.get().path("webhooks")) {
        checks.add(certificates.trusted(webhook));
      }
      checks.add(
          certificates.served(ours.get().at("/webhooks/0/clientConfig"), certificateSecret()));
    }
    all.stream()
        .filter(it -> isOurs(it) && ours.filter(newest -> isOlder(it, newest)).isPresent())
        .map(
            it ->
                Check.odd(
                    "webhooks",
                    "%s is of the operator under an older name, and sends every pod twice"
                        .formatted(it.at("/metadata/name").asText()),
                    "kubectl delete mutatingwebhookconfiguration "
                        + it.at("/metadata/name").asText()))
        .forEach(checks::add);
    all.stream()
        .filter(it -> !isOurs(it))
        .filter(InstallationChecks::isOfAnotherOperator)
        .map(
            it ->
                Check.wrong(
                    "webhooks",
                    "%s belongs to another OpenTelemetry operator and edits the same objects"
                        .formatted(it.at("/metadata/name").asText()),
                    "remove that operator, or delete what it left behind"))
        .forEach(checks::add);
    return checks;
  }

  /** Where the operator keeps the certificate that it made. */
  private String certificateSecret() {
    return InstalledOperator.find(reads).stream()
        .findFirst()
        .map(InstalledOperator::settings)
        .orElseGet(Settings::defaults)
        .get(WebhookSettings.CERTIFICATE_SECRET);
  }

  private static boolean isOurs(JsonNode configuration) {
    var labels = configuration.at("/metadata/labels");
    return labels.path(Labels.MANAGED_BY).asText().equals(Labels.OPERATOR);
  }

  /** Two operators for different namespaces have Services of their own. */
  private static boolean isOlder(JsonNode configuration, JsonNode newest) {
    return !configuration.at("/metadata/name").equals(newest.at("/metadata/name"))
        && configuration
            .at("/webhooks/0/clientConfig/service")
            .equals(newest.at("/webhooks/0/clientConfig/service"))
        && configuration
            .at("/webhooks/0/clientConfig/url")
            .equals(newest.at("/webhooks/0/clientConfig/url"));
  }

  private static boolean isOfAnotherOperator(JsonNode configuration) {
    var name = configuration.at("/metadata/name").asText().toLowerCase(Locale.ROOT);
    return name.contains("opentelemetry-operator")
        || StreamSupport.stream(configuration.path("webhooks").spliterator(), false)
            .anyMatch(
                webhook ->
                    webhook.path("name").asText().endsWith(".kb.io")
                        && webhook
                            .at("/clientConfig/service/path")
                            .asText()
                            .contains("opentelemetry"));
  }

  /** Has the API server call the webhook, as it does for every pod, without making one. */
  private List<Check> injection() {
    var noted =
        Objects.requireNonNullElse(
                access.client().resource(probe()).dryRun().create().getMetadata().getAnnotations(),
                Map.<String, String>of())
            .get(Labels.INJECTION);
    var what = "injection in namespace " + access.namespace();
    return List.of(
        noted == null
            ? Check.wrong(
                what,
                "the API server did not reach the webhook with a pod that asks for something",
                "look at the operator's log, at policies between the API server and the port of the"
                    + " webhook, and at the events of the API server")
            : Check.well(what, "the API server reaches the webhook"));
  }

  private Pod probe() {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(access.namespace())
        .withGenerateName(NOBODY + "-")
        .addToAnnotations(UserAnnotations.INJECT_SDK, NOBODY)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("probe")
        .withImage("probe.invalid/probe:1")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withRunAsNonRoot(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Optional<String> condition(JsonNode object, String type) {
    return StreamSupport.stream(object.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .map(condition -> condition.path("status").asText())
        .collect(Collectors.reducing((_, last) -> last));
  }
}
