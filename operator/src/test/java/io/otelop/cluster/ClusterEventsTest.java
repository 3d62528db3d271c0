// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.reason.Finding;
import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;
import io.otelop.testing.MovedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterEventsTest {

  private enum Why implements Reason {
    NoInstrumentation;

    @Override
    public Meaning meaning() {
      return Meaning.warning("make one");
    }
  }

  private final List<Event> created = new ArrayList<>();
  private final List<Event> updated = new ArrayList<>();
  private final MovedClock clock = new MovedClock(Instant.parse("2026-03-01T12:00:00.5Z"));
  private boolean isRefused;

  private final ClusterEvents.Writer writer =
      new ClusterEvents.Writer() {
        @Override
        public Event create(Event event) {
          if (isRefused) {
            throw new KubernetesClientException("no");
          }
          created.add(event);
          return event;
        }

        @Override
        public Event update(Event event) {
          updated.add(event);
          return event;
        }
      };

  private final ClusterEvents events = new ClusterEvents(writer, "host-1", clock, this::top);

  @Test
  void anEventSaysAllThatIsKnown() {
    events.write(regarding("web"), finding("none in shop"));
    var event = created.getFirst();
    assertThat(event.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(event.getMetadata().getGenerateName()).isEqualTo("web-");
    assertThat(event.getReason()).isEqualTo("NoInstrumentation");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getNote()).isEqualTo("none in shop; make one");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-03-01T12:00:00.500000Z");
    assertThat(event.getReportingController()).isEqualTo("opentelemetry-operator");
    assertThat(event.getReportingInstance()).isEqualTo("host-1");
    assertThat(event.getRegarding().getName()).isEqualTo("web");
  }

  @Test
  void theSameAgainRaisesTheCountAtMostOnceAMinute() {
    for (var second = 0; second < 150; second += 10) {
      events.write(regarding("web"), finding("x"));
      clock.move(Duration.ofSeconds(10));
    }
    assertThat(created).hasSize(1);
    assertThat(updated).extracting(event -> event.getSeries().getCount()).containsExactly(7, 13);

    clock.move(Duration.ofMinutes(5));
    events.write(regarding("web"), finding("x"));
    assertThat(created).hasSize(2);
  }

  @Test
  void oneObjectGetsFewEventsAMinuteAndOthersAreNotHeldUp() {
    for (var i = 0; i < 50; i++) {
      events.write(regarding("web"), finding("number " + i));
    }
    events.write(regarding("other"), finding("x"));
    assertThat(created).hasSize(6);
    assertThat(events.dropped()).isEqualTo(45);
    clock.move(Duration.ofSeconds(61));
    events.write(regarding("web"), finding("later"));
    assertThat(created).hasSize(7);
  }

  @Test
  void allOfAWorkloadCountTogether() {
    for (var i = 0; i < 50; i++) {
      var revision =
          new ObjectReferenceBuilder(regarding("web-" + i)).withKind("ReplicaSet").build();
      events.write(revision, finding("x"));
    }

    assertThat(created)
        .singleElement()
        .satisfies(it -> assertThat(it.getRegarding()).isEqualTo(regarding("web")));
  }

  @Test
  void aRefusedEventIsForgotten() {
    isRefused = true;
    events.write(regarding("web"), finding("x"));
    isRefused = false;
    events.write(regarding("web"), finding("x"));
    assertThat(created).hasSize(1);
  }

  @Test
  void sendingNeverWaitsAndNeverFails() {
    for (var i = 0; i < 5_000; i++) {
      events.send(regarding("web"), finding("x"));
    }
    assertThat(events.dropped()).isEqualTo(4_000);
  }

  @Test
  void longNotesAndOddNamesAreCut() {
    events.write(regarding("x".repeat(56) + "-".repeat(20)), finding("é😀".repeat(900)));
    var event = created.getFirst();
    assertThat(event.getNote().getBytes(StandardCharsets.UTF_8).length).isBetween(700, 1024);
    assertThat(event.getMetadata().getGenerateName()).isEqualTo("x".repeat(56) + "-");
    events.write(new ObjectReference(), finding("nothing is known"));
    assertThat(created.get(1).getMetadata().getNamespace()).isEqualTo("default");
  }

  /** Every ReplicaSet is one of the Deployment web. */
  private ObjectReference top(ObjectReference about) {
    return "ReplicaSet".equals(about.getKind()) ? regarding("web") : about;
  }

  private static ObjectReference regarding(String name) {
    return new ObjectReferenceBuilder()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withNamespace("shop")
        .withName(name)
        .build();
  }

  private static Finding finding(String problem) {
    return Finding.of(Why.NoInstrumentation, "", "", problem);
  }
}
