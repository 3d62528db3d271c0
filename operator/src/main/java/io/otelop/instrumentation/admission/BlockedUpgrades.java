// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Releases of agents that change what an application's telemetry looks like, so that nobody should
 * get them unasked. Rules: instrumentation.md 1.7.
 */
final class BlockedUpgrades {

  private static final Pattern VERSION =
      Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:[-+].*)?");

  /** A release that nobody gets unasked. */
  private record Break(String language, String version, String change) {}

  private static final List<Break> BREAKS =
      List.of(
          new Break("dotnet", "1.3.0", "renames the attributes of HTTP telemetry"),
          new Break("java", "2.0.0", "renames the attributes of HTTP telemetry"));

  private BlockedUpgrades() {}

  /** Why an image is not upgraded to the operator's by itself; empty where it is. */
  static Optional<String> problem(String language, String image, String operators) {
    var from = Reference.of(image);
    var to = Reference.of(operators);
    if (!from.name.equals(to.name)) {
      return Optional.empty();
    }
    return BREAKS.stream()
        .filter(it -> it.language.equals(language))
        .filter(it -> isBetween(it.version, from.tag, to.tag))
        .findFirst()
        .map(
            it ->
                "is not upgraded to %s by itself, because version %s %s"
                    .formatted(to.tag, it.version, it.change));
  }

  /** An image without digest, split at its tag. */
  private record Reference(String name, String tag) {

    static Reference of(String image) {
      var plain = image.replaceFirst("@.*", "");
      var colon = plain.lastIndexOf(':');
      return colon > plain.lastIndexOf('/')
          ? new Reference(plain.substring(0, colon), plain.substring(colon + 1))
          : new Reference(plain, "latest");
    }
  }

  /** Whether a release is newer than one tag and not newer than another. */
  private static boolean isBetween(String release, String from, String to) {
    var older = VERSION.matcher(from);
    var newer = VERSION.matcher(to);
    if (!older.matches() || !newer.matches()) {
      return from.equals(release);
    }
    return compare(from, release) < 0 && compare(release, to) <= 0;
  }

  private static int compare(String left, String right) {
    var a = VERSION.matcher(left);
    var b = VERSION.matcher(right);
    for (var i = 1; a.matches() && b.matches() && i <= 3; i++) {
      var difference = Integer.compare(Integer.parseInt(a.group(i)), Integer.parseInt(b.group(i)));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }
}
