// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/** Durations as Go writes them. */
public final class GoDurations {

  private static final Pattern WHOLE = Pattern.compile("([0-9]+(\\.[0-9]+)?(h|m|s|ms))+");
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(h|ms|m|s)");
  private static final int MINUTE = 60;
  private static final Map<String, BigDecimal> SECONDS =
      Map.of(
          "h",
          BigDecimal.valueOf(3600),
          "m",
          BigDecimal.valueOf(MINUTE),
          "s",
          BigDecimal.ONE,
          "ms",
          new BigDecimal("0.001"));

  private GoDurations() {}

  /**
   * A duration in the one form that Go writes, such as {@code 1m30s} for {@code 90s}.
   *
   * @param given in any form that Go reads
   * @return the same text where it has units below a millisecond, or is no such duration
   */
  public static String text(String given) {
    if (!WHOLE.matcher(given).matches()) {
      return given;
    }
    var seconds = BigDecimal.ZERO;
    for (var part : PART.matcher(given).results().toList()) {
      seconds = seconds.add(new BigDecimal(part.group(1)).multiply(SECONDS.get(part.group(2))));
    }
    if (seconds.signum() == 0) {
      return "0s";
    }
    if (seconds.compareTo(BigDecimal.ONE) < 0) {
      return seconds.movePointRight(3).stripTrailingZeros().toPlainString() + "ms";
    }
    var minutes = seconds.longValue() / MINUTE;
    var rest = seconds.subtract(BigDecimal.valueOf(minutes * MINUTE)).stripTrailingZeros();
    var hours = minutes / MINUTE;
    return (hours > 0 ? hours + "h" : "")
        + (minutes > 0 ? minutes % MINUTE + "m" : "")
        + rest.toPlainString()
        + "s";
  }
}
