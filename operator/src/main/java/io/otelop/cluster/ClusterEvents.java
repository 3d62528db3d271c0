// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.naming.Labels;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends Events of {@code events.k8s.io/v1} from a thread of its own, to what a user made: not to
 * the ReplicaSet of a Deployment, nor to the Job of a CronJob. What is said again about the same
 * object within {@link #MEMORY} raises the count of the Event that is there, at most once a minute;
 * an object gets at most {@link #PER_MINUTE} new ones a minute; what does not fit into the queue is
 * dropped and counted.
 */
public final class ClusterEvents implements EventSink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterEvents.class);
  private static final int QUEUE = 1_000;
  private static final int REMEMBERED = 2_000;
  private static final int PER_MINUTE = 5;
  private static final Duration MEMORY = Duration.ofMinutes(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The API server refuses a longer note. */
  private static final int LONGEST_NOTE = 1024;

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

  private final Writer writer;
  private final String instance;
  private final Clock clock;
  private final UnaryOperator<ObjectReference> top;
  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final Map<Key, Sent> sent = recent();
  private final Map<ObjectReference, Budget> budgets = recent();
  private final Thread thread;

  private record Message(ObjectReference regarding, Finding finding) {}

  private record Key(ObjectReference regarding, String reason, String note) {}

  /** An Event that is there, how often its cause was seen, and when that was last written. */
  private record Sent(Event event, int count, Instant first, Instant written) {}

  private record Budget(Instant since, int used) {}

  /** The two things that are done with an Event. */
  interface Writer {
    Event create(Event event);

    Event update(Event event);
  }

  ClusterEvents(Writer writer, String instance, Clock clock, UnaryOperator<ObjectReference> top) {
    this.top = top;
    this.writer = writer;
    this.instance = instance;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("events").unstarted(this::run);
  }

  /**
   * Starts to send.
   *
   * @param instance which replica says it: the pod's or the machine's name
   */
  public static ClusterEvents start(KubernetesClient client, String instance, Clock clock) {
    var events =
        new ClusterEvents(
            new Writer() {
              @Override
              public Event create(Event event) {
                return client.resource(event).create();
              }

              @Override
              public Event update(Event event) {
                return client.resource(event).update();
              }
            },
            instance,
            clock,
            new TopOwners(new MetadataReads(client)));
    events.thread.start();
    return events;
  }

  @Override
  public void send(ObjectReference regarding, Finding finding) {
    if (!queue.offer(new Message(regarding, finding))) {
      dropped.increment();
    }
  }

  /** How many Events were never sent because there were too many. */
  public long dropped() {
    return dropped.sum();
  }

  /** Stops; what is still in the queue is dropped. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var message = queue.take();
        write(message.regarding(), message.finding());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes one Event, or does not; only the thread of this object, or a test, calls it. */
  void write(ObjectReference about, Finding finding) {
    var now = clock.instant();
    var note = shortened(finding.sentence());
    var regarding = about;
    try {
      regarding = top.apply(about);
      var key = new Key(regarding, finding.reason().code(), note);
      var before = sent.get(key);
      if (before != null && now.isBefore(before.first().plus(MEMORY))) {
        sent.put(key, again(before, now));
      } else if (isWithinBudget(regarding, now)) {
        sent.put(key, new Sent(writer.create(event(regarding, finding, note, now)), 1, now, now));
      } else {
        dropped.increment();
      }
    } catch (KubernetesClientException refused) {
      LOG.atWarn()
          .addKeyValue("kind", regarding.getKind())
          .addKeyValue("namespace", regarding.getNamespace())
          .addKeyValue("name", regarding.getName())
          .addKeyValue("code", refused.getCode())
          .log("Event not sent");
    } catch (RuntimeException fault) {
      // The edge of a thread that must go on: an Event that we cannot make is not worth more.
      LOG.atWarn().setCause(fault).log("Event could not be made");
    }
  }

  private Sent again(Sent before, Instant now) {
    var count = before.count() + 1;
    if (now.isBefore(before.written().plus(MINUTE))) {
      return new Sent(before.event(), count, before.first(), before.written());
    }
    var more =
        new EventBuilder(before.event())
            .withNewSeries()
            .withCount(count)
            .withLastObservedTime(microTime(now))
            .endSeries()
            .build();
    return new Sent(writer.update(more), count, before.first(), now);
  }

  private boolean isWithinBudget(ObjectReference regarding, Instant now) {
    var budget = budgets.get(regarding);
    var current =
        budget == null || !now.isBefore(budget.since().plus(MINUTE)) ? new Budget(now, 0) : budget;
    budgets.put(regarding, new Budget(current.since(), current.used() + 1));
    return current.used() < PER_MINUTE;
  }

  private Event event(ObjectReference regarding, Finding finding, String note, Instant now) {
    var namespace = Objects.requireNonNullElse(regarding.getNamespace(), "");
    var isWarning = finding.reason().severity() != Severity.INFO;
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(prefix(regarding.getName()))
        .withNamespace(namespace.isEmpty() ? "default" : namespace)
        .endMetadata()
        .withRegarding(regarding)
        .withType(isWarning ? "Warning" : "Normal")
        .withReason(finding.reason().code())
        .withAction(finding.reason().code())
        .withNote(note)
        .withEventTime(microTime(now))
        .withReportingController(Labels.OPERATOR)
        .withReportingInstance(instance)
        .build();
  }

  /** The API server keeps 58 characters of it, and refuses a dot at the end. */
  private static String prefix(@Nullable String name) {
    var kept = Objects.requireNonNullElse(name, "unnamed");
    return kept.substring(0, Math.min(kept.length(), 57)).replaceFirst("[-.]+$", "") + "-";
  }

  private static String shortened(String sentence) {
    var end = sentence.length();
    var text = sentence;
    while (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_NOTE) {
      end -= Math.max(1, end / 8);
      text = sentence.substring(0, end) + "...";
    }
    return text;
  }

  private static MicroTime microTime(Instant at) {
    return new MicroTime(MICRO_TIME.format(at.atOffset(ZoneOffset.UTC)));
  }

  /** A map that forgets what was touched longest ago. */
  private static <K, V> Map<K, V> recent() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
