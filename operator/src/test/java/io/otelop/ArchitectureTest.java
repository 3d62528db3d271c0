// SPDX-License-Identifier: Apache-2.0
package io.otelop;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of the house: cli, features, cluster and webhook, then the pure rooms and the API. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.otelop");

  private static final List<String> FEATURES =
      List.of(
          "clusterobservability", "collector", "instrumentation", "opampbridge", "targetallocator");

  /** Rooms that compute and do nothing else. */
  private static final String[] PURE = {
    "io.otelop.reason..",
    "io.otelop.naming..",
    "io.otelop.yaml..",
    "io.otelop.child..",
    "io.otelop.pod..",
    "io.otelop.collector.admission..",
    "io.otelop.collector.config..",
    "io.otelop.collector.conversion..",
    "io.otelop.collector.component..",
    "io.otelop.collector.child..",
    "io.otelop.collector.rollout..",
    "io.otelop.collector.sidecar..",
    "io.otelop.collector.upgrade..",
    "io.otelop.instrumentation.admission..",
    "io.otelop.instrumentation.attributes..",
    "io.otelop.instrumentation.language..",
    "io.otelop.instrumentation.restart..",
    "io.otelop.instrumentation.select..",
    "io.otelop.opampbridge.child..",
    "io.otelop.targetallocator.child..",
    "io.otelop.clusterobservability.child..",
  };

  @Test
  void pureRoomsDoNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client",
            "io.fabric8.kubernetes.client.dsl..",
            "io.fabric8.kubernetes.client.informers..",
            "io.javaoperatorsdk..",
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "org.slf4j..",
            "io.otelop.cluster..",
            "io.otelop.webhook..",
            "io.otelop.cli..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusterobservability",
        "collector",
        "instrumentation",
        "opampbridge",
        "targetallocator"
      })
  void noFeatureImportsAnother(String feature) {
    var others =
        FEATURES.stream()
            .filter(other -> !other.equals(feature))
            .map(other -> "io.otelop." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("io.otelop." + feature + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusterobservability",
        "collector",
        "instrumentation",
        "opampbridge",
        "targetallocator"
      })
  void aFeatureIsEnteredByItsDoor(String feature) {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.otelop." + feature + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.otelop." + feature + "..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAnyPackage("io.otelop." + feature))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theSharedRoomsKnowNoFeature() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.otelop.pod..",
            "io.otelop.child..",
            "io.otelop.reason..",
            "io.otelop.naming..",
            "io.otelop.yaml..",
            "io.otelop.crds..",
            "io.otelop.cluster..",
            "io.otelop.webhook..",
            "io.otelop.settings..",
            "io.otelop.telemetry..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.otelop.collector..",
            "io.otelop.instrumentation..",
            "io.otelop.opampbridge..",
            "io.otelop.targetallocator..",
            "io.otelop.clusterobservability..",
            "io.otelop.cli..")
        .check(CLASSES);
  }

  @Test
  void onlyTelemetryKnowsTheSdkBehindItsApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.otelop.telemetry..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.exporter..")
        .check(CLASSES);
  }

  @Test
  void onlyMainAndTheCommandLineReadTheEnvironment() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.otelop", "io.otelop.cli..")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CLASSES);
  }

  @Test
  void theRoomsOfInstrumentationFollowTheirArrows() {
    noClasses()
        .that()
        .resideInAPackage("io.otelop.instrumentation.attributes..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.otelop.instrumentation.admission..",
            "io.otelop.instrumentation.language..",
            "io.otelop.instrumentation.select..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.otelop.instrumentation.language..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.otelop.instrumentation.admission..", "io.otelop.instrumentation.select..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.otelop.instrumentation.admission..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.otelop.instrumentation.attributes..", "io.otelop.instrumentation.select..")
        .check(CLASSES);
  }

  @Test
  void onlyTheEffectiveValuesReadTheSpec() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.otelop.collector.child..",
            "io.otelop.cluster..",
            "io.otelop.instrumentation.admission..",
            "io.otelop.instrumentation.attributes..",
            "io.otelop.instrumentation.language..",
            "io.otelop.instrumentation.select..",
            "io.otelop.opampbridge.child..",
            "io.otelop.targetallocator.child..",
            "io.otelop.clusterobservability.child..")
        .should()
        .callMethod(io.fabric8.kubernetes.client.CustomResource.class, "getSpec")
        .check(CLASSES);
  }
}
