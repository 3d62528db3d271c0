// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.KnownInstrumentations;
import io.otelop.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshInstrumentationsTest {

  private static final InstrumentationFacts FACTS = InstrumentationFacts.of(Settings.defaults());

  private final KnownInstrumentations known = new KnownInstrumentations(FACTS);
  private final List<String> asked = new ArrayList<>();

  @Test
  void findsWhatNoWatchHasToldYet() {
    var fresh =
        new FreshInstrumentations(
            known,
            namespace -> {
              asked.add(namespace);
              return List.of(instrumentation(namespace, "late"));
            },
            FACTS,
            Runnable::run);

    assertThat(fresh.find("shop", "late")).isPresent();
    assertThat(fresh.find("shop", "never")).isEmpty();
    assertThat(fresh.in("shop")).hasSize(1);
    assertThat(asked).containsExactly("shop");
  }

  @Test
  void asksNobodyForWhatIsInMemory() {
    known.put(instrumentation("shop", "here"));
    var fresh =
        new FreshInstrumentations(
            known,
            _ -> {
              throw new AssertionError("asked");
            },
            FACTS,
            Runnable::run);

    assertThat(fresh.find("shop", "here")).isPresent();
    assertThat(fresh.in("shop")).hasSize(1);
  }

  @Test
  void doesWithoutAnApiServerThatRefuses() {
    var fresh =
        new FreshInstrumentations(
            known,
            _ -> {
              throw new KubernetesClientException("away");
            },
            FACTS,
            Runnable::run);

    assertThat(fresh.find("shop", "any")).isEmpty();
  }

  @Test
  void doesNotWaitForOneThatDoesNotAnswer() {
    var fresh = new FreshInstrumentations(known, _ -> List.of(), FACTS, _ -> {});

    assertThat(fresh.in("shop")).isEmpty();
  }

  private static Instrumentation instrumentation(String namespace, String name) {
    var instrumentation = new Instrumentation();
    instrumentation.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    return instrumentation;
  }
}
