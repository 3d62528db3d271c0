// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.config.ConfigText;
import io.otelop.naming.Labels;
import io.otelop.testing.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** No conversion fails and none loses anything, collector.md 1.4. */
class VersionsTest {

  private static final String ALPHA = "opentelemetry.io/v1alpha1";
  private static final String BETA = "opentelemetry.io/v1beta1";
  private static final JsonNode ALPHA_SCHEMA = SchemaValues.schema("v1alpha1");
  private static final JsonNode BETA_SCHEMA = SchemaValues.schema("v1beta1");

  @Property(tries = 300)
  void alphaComesBackAsItWas(@ForAll("alphas") JsonNode alpha) {
    var beta = Versions.convert(alpha, BETA);

    assertThat(beta.path("apiVersion").asText()).isEqualTo(BETA);
    assertThat(beta.at("/spec/config").isObject()).isTrue();
    assertThat(same(Versions.convert(beta, ALPHA), spelledOut(alpha))).isTrue();
  }

  @Property(tries = 300)
  void betaComesBackAsItWas(@ForAll("betas") JsonNode beta) {
    var untouched = beta.deepCopy();
    var alpha = Versions.convert(beta, ALPHA);

    assertThat(beta).isEqualTo(untouched);
    assertThat(alpha.path("apiVersion").asText()).isEqualTo(ALPHA);
    assertThat(alpha.at("/spec/config").isTextual()).isTrue();
    assertThat(same(Versions.convert(alpha, BETA), beta)).isTrue();
  }

  @Property(tries = 300)
  void nothingMakesItFail(@ForAll("anythings") JsonNode object) {
    for (var version : List.of(ALPHA, BETA)) {
      var converted = Versions.convert(object, version);
      for (var key : List.of("name", "uid", "labels")) {
        assertThat(converted.path("metadata").path(key))
            .isEqualTo(object.path("metadata").path(key));
      }
    }
  }

  @Property(tries = 300)
  void aConfigIsReadFromTheTextThatIsWrittenOfIt(@ForAll("anythings") JsonNode object) {
    if (object instanceof ObjectNode tree) {
      var text = ConfigText.of(tree);
      Assume.that(!text.contains("\"<<\":"));
      var read = ConfigText.parse(text);
      assertThat(read).as(text).isInstanceOf(ConfigText.Parsed.class);
      // What is written has the keys that every config has.
      var again = ConfigText.of((ObjectNode) ((ConfigText.Parsed) read).tree());
      assertThat(again).isEqualTo(text);
    }
  }

  @Test
  void aConfigThatSaysNothingReadsAsTheEmptyOne() {
    var beta = Versions.convert(alpha("null"), BETA);

    assertThat(beta.at("/metadata/annotations").isMissingNode()).isTrue();
    assertThat(Versions.convert(beta, ALPHA).at("/spec/config").asText())
        .isEqualTo(
            """
            receivers: {}
            exporters: {}
            service:
              telemetry:
                metrics:
                  readers:
                    - pull:
                        exporter:
                          prometheus:
                            host: 0.0.0.0
                            port: 8888
              pipelines: {}
            """);
  }

  @Test
  void aTextThatCannotBeReadIsKeptUntilTheConfigIsCorrected() {
    var broken = "receivers: {otlp: [";
    var beta = (ObjectNode) Versions.convert(alpha(broken), BETA);

    assertThat(Versions.unreadableConfig(annotations(beta), beta.at("/spec/config")))
        .contains(broken);
    assertThat(Versions.convert(beta, ALPHA).at("/spec/config").asText()).isEqualTo(broken);

    ((ObjectNode) beta.get("spec"))
        .set("config", Yaml.document("{receivers: {otlp: {}}, exporters: {}, service: {}}"));
    assertThat(Versions.unreadableConfig(annotations(beta), beta.at("/spec/config"))).isEmpty();
    assertThat(Versions.convert(beta, ALPHA).at("/spec/config").asText()).contains("otlp: {}");
  }

  @Test
  void commentsOfATextComeBackWhileTheConfigIsTheSame() {
    var text = "# mine\nreceivers: {otlp: {}}\nexporters: {}\nservice: {pipelines: {}}\n";
    var beta = Versions.convert(alpha(text), BETA);

    assertThat(Versions.convert(beta, ALPHA).at("/spec/config").asText()).isEqualTo(text);
  }

  @Test
  void whatAnOldClientChangesWinsAndWhatItDoesNotKnowStays() {
    var beta =
        (ObjectNode)
            Yaml.document(
                """
                apiVersion: opentelemetry.io/v1beta1
                kind: OpenTelemetryCollector
                metadata: {name: a}
                spec:
                  hostPID: true
                  config: {receivers: {a: {}}, exporters: {}, service: {pipelines: {}}}
                  targetAllocator:
                    prometheusCR:
                      enabled: true
                      podMonitorSelector: {matchExpressions: [{key: a, operator: Exists}]}
                """);
    var alpha = (ObjectNode) Versions.convert(beta, ALPHA);
    ((ObjectNode) alpha.get("spec")).put("replicas", 3);
    ((ObjectNode) alpha.at("/spec/targetAllocator/prometheusCR"))
        .putObject("podMonitorSelector")
        .put("team", "b");

    var again = Versions.convert(alpha, BETA);

    assertThat(again.at("/spec/hostPID").asBoolean()).isTrue();
    assertThat(again.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(again.at("/spec/targetAllocator/prometheusCR/podMonitorSelector"))
        .isEqualTo(
            Yaml.document(
                "{matchLabels: {team: b}, matchExpressions: [{key: a, operator: Exists}]}"));
    assertThat(again.at("/spec/targetAllocator/prometheusCR").has("serviceMonitorSelector"))
        .as("selects nothing, as before")
        .isFalse();
  }

  @Test
  void anAnnotationThatWouldBeTooLargeKeepsWhatItCan() {
    var beta =
        Yaml.document(
            """
            apiVersion: opentelemetry.io/v1beta1
            metadata: {name: a}
            spec: {hostPID: true, config: {receivers: {}, exporters: {}, service: {pipelines: {}}}}
            """);
    ((ObjectNode) beta.get("spec")).putObject("podDnsConfig").put("big", "x".repeat(300_000));

    var alpha = Versions.convert(beta, ALPHA);

    assertThat(alpha.at("/metadata/annotations").toString().getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(256 * 1024);
    assertThat(Versions.convert(alpha, BETA).at("/spec/hostPID").asBoolean()).isTrue();
  }

  @Test
  void theListsOfFieldsAreThoseOfTheDefinition() {
    assertThat(AlphaFields.SPEC).isEqualTo(fields("/properties/spec"));
    assertThat(AlphaFields.STATUS).isEqualTo(fields("/properties/status"));
    AlphaFields.PARTS.forEach(
        (path, names) ->
            assertThat(names)
                .as(path.toString())
                .isEqualTo(
                    fields("/properties/spec/properties/" + String.join("/properties/", path))));
  }

  private static Set<String> fields(String at) {
    var names = new TreeSet<String>();
    ALPHA_SCHEMA.at(at).path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode alpha(String config) {
    var alpha = JsonNodeFactory.instance.objectNode();
    alpha.put("apiVersion", ALPHA).putObject("metadata").put("name", "a");
    alpha.putObject("spec").put("managementState", "managed").put("config", config);
    return alpha;
  }

  private static Map<String, String> annotations(JsonNode object) {
    var text = object.path("metadata").path("annotations").path(Labels.CONVERSION);
    return text.isTextual() ? Map.of(Labels.CONVERSION, text.textValue()) : Map.of();
  }

  /** A text that says nothing is spelled out when it comes back. */
  private static JsonNode spelledOut(JsonNode alpha) {
    var text = alpha.at("/spec/config").asText();
    ObjectNode copy = alpha.deepCopy();
    if (ConfigText.parse(text) instanceof ConfigText.Parsed(var tree) && tree.isNull()) {
      ((ObjectNode) copy.get("spec")).put("config", ConfigText.of(Plain.empty()));
    }
    return copy;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    var isSame =
        one.equals(
            (a, b) ->
                a.isNumber() && b.isNumber()
                    ? a.decimalValue().compareTo(b.decimalValue())
                    : a.equals(b) ? 0 : 1,
            other);
    if (!isSame) {
      assertThat(one.toPrettyString()).isEqualTo(other.toPrettyString());
    }
    return isSame;
  }

  @Provide
  Arbitrary<JsonNode> alphas() {
    return Arbitraries.longs()
        .map(
            seed -> {
              var random = new Random(seed);
              var values = new SchemaValues(random);
              var object = object(values, ALPHA_SCHEMA, ALPHA, random);
              var tree = values.anything(0);
              var text = tree.isObject() ? ConfigText.of((ObjectNode) tree) : values.text();
              ((ObjectNode) object.get("spec")).put("config", text);
              return object;
            });
  }

  @Provide
  Arbitrary<JsonNode> betas() {
    return Arbitraries.longs()
        .map(
            seed -> {
              var random = new Random(seed);
              return object(new SchemaValues(random), BETA_SCHEMA, BETA, random);
            });
  }

  @Provide
  Arbitrary<JsonNode> anythings() {
    return Arbitraries.longs()
        .map(
            seed -> {
              var random = new Random(seed);
              var values = new SchemaValues(random);
              var object = JsonNodeFactory.instance.objectNode();
              object.put("apiVersion", random.nextBoolean() ? ALPHA : BETA);
              for (var key : List.of("metadata", "spec", "status", "receivers", "service")) {
                object.set(key, values.anything(0));
              }
              return random.nextInt(20) == 0 ? values.anything(0) : object;
            });
  }

  private static ObjectNode object(
      SchemaValues values, JsonNode schema, String apiVersion, Random random) {
    var object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", "OpenTelemetryCollector");
    var metadata = object.putObject("metadata").put("name", "a").put("namespace", "b");
    if (random.nextBoolean()) {
      metadata.putObject("annotations").put("mine", values.text());
    }
    if (random.nextInt(5) == 0) {
      metadata.withObjectProperty("annotations").put(Labels.CONVERSION, values.text());
    }
    object.set("spec", values.of(schema.at("/properties/spec")));
    if (random.nextBoolean()) {
      object.set("status", values.of(schema.at("/properties/status")));
    }
    return object;
  }
}
