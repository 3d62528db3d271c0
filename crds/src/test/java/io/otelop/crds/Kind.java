// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.crds.clusterobservability.ClusterObservabilitySpec;
import io.otelop.crds.clusterobservability.ClusterObservabilityStatus;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorSpec;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.opampbridge.BridgeSpec;
import io.otelop.crds.opampbridge.BridgeStatus;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.crds.targetallocator.AllocatorSpec;
import io.otelop.crds.targetallocator.AllocatorStatus;
import io.otelop.crds.targetallocator.TargetAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** A kind of ours: its file, its Java types, and how one becomes the other. */
enum Kind {
  COLLECTOR(
      "opentelemetrycollectors",
      OpenTelemetryCollector.class,
      OpenTelemetryCollectorSpec.class,
      OpenTelemetryCollectorStatus.class),
  INSTRUMENTATION(
      "instrumentations",
      Instrumentation.class,
      InstrumentationSpec.class,
      InstrumentationStatus.class),
  CLUSTER_INSTRUMENTATION(
      "clusterinstrumentations",
      ClusterInstrumentation.class,
      InstrumentationSpec.class,
      InstrumentationStatus.class),
  TARGET_ALLOCATOR(
      "targetallocators", TargetAllocator.class, AllocatorSpec.class, AllocatorStatus.class),
  OPAMP_BRIDGE("opampbridges", OpAMPBridge.class, BridgeSpec.class, BridgeStatus.class),
  CLUSTER_OBSERVABILITY(
      "clusterobservabilities",
      ClusterObservability.class,
      ClusterObservabilitySpec.class,
      ClusterObservabilityStatus.class);

  private static final YAMLMapper MAPPER = new YAMLMapper();
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  final Path file;
  final Class<? extends CustomResource<?, ?>> type;
  final Class<? extends Record> spec;
  final Class<? extends Record> status;

  Kind(
      String plural,
      Class<? extends CustomResource<?, ?>> type,
      Class<? extends Record> spec,
      Class<? extends Record> status) {
    this.file = Path.of("opentelemetry.io_" + plural + ".yaml");
    this.type = type;
    this.spec = spec;
    this.status = status;
  }

  /** The schema of the version that is stored. */
  JsonNode schema() {
    return StreamSupport.stream(yaml(file).at("/spec/versions").spliterator(), false)
        .filter(version -> version.path("storage").asBoolean())
        .findFirst()
        .orElseThrow()
        .at("/schema/openAPIV3Schema");
  }

  /** What the client makes of a document when it reads it into our type and writes it again. */
  JsonNode thereAndBack(JsonNode document) {
    return json(SERIALIZATION.asJson(SERIALIZATION.unmarshal(document.toString(), type)));
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + text, e);
    }
  }

  static JsonNode yaml(Path file) {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
