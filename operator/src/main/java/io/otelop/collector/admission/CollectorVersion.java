// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** A version of the collector, without what follows its three numbers. */
public record CollectorVersion(int major, int minor, int patch) {

  private static final Pattern NUMBERS =
      Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(?:[-+@].*)?");

  private static final Comparator<CollectorVersion> ORDER =
      Comparator.comparingInt(CollectorVersion::major)
          .thenComparingInt(CollectorVersion::minor)
          .thenComparingInt(CollectorVersion::patch);

  /** The version that a tag names; empty for {@code latest} and the like. */
  public static Optional<CollectorVersion> of(String tag) {
    var numbers = NUMBERS.matcher(tag);
    // Version 0.0.0 is what builds without a version are called.
    return numbers.matches() && !tag.startsWith("0.0.0")
        ? Optional.of(
            new CollectorVersion(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3))))
        : Optional.empty();
  }

  /** Whether it came out earlier. */
  public boolean isBefore(CollectorVersion other) {
    return ORDER.compare(this, other) < 0;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
