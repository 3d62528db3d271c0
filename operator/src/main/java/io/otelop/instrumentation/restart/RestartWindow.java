// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.restart;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A time of day at which workloads may be restarted.
 *
 * @param start when it opens
 * @param end when it closes; one that is not after the start is on the next day
 * @param days on which it opens
 */
public record RestartWindow(LocalTime start, LocalTime end, Set<DayOfWeek> days, ZoneId zone) {

  /** Copies the set. */
  public RestartWindow {
    days = Set.copyOf(days);
  }

  static RestartWindow of(JsonNode window) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    window
        .path("days")
        .forEach(day -> days.add(DayOfWeek.valueOf(day.asText().toUpperCase(Locale.ROOT))));
    return new RestartWindow(
        LocalTime.parse(window.path("start").asText("00:00")),
        LocalTime.parse(window.path("end").asText("00:00")),
        days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days,
        zone(window));
  }

  /** Whether the zone of a window is one that we know. */
  public static boolean isZoneKnown(JsonNode window) {
    var name = window.path("timeZone").asText("");
    try {
      return name.isEmpty() || !ZoneId.of(name).getId().isEmpty();
    } catch (DateTimeException unknown) {
      return false;
    }
  }

  /** Whether workloads may be restarted at this time. */
  public boolean isOpen(Instant at) {
    var now = at.atZone(zone);
    var time = now.toLocalTime();
    var today = now.getDayOfWeek();
    if (start.isBefore(end)) {
      return days.contains(today) && !time.isBefore(start) && time.isBefore(end);
    }
    return (days.contains(today) && !time.isBefore(start))
        || (days.contains(today.minus(1)) && time.isBefore(end));
  }

  /** For people. */
  public String text() {
    return "from " + start + " to " + end + " (" + zone.getId() + ")";
  }

  /** One that nobody knows opens by the time of Greenwich; the checks say so. */
  private static ZoneId zone(JsonNode window) {
    var name = window.path("timeZone").asText("");
    return name.isEmpty() || !isZoneKnown(window) ? ZoneOffset.UTC : ZoneId.of(name);
  }
}
