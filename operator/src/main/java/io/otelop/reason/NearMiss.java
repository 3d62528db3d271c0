// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a person may have meant by a name that does not exist. */
public final class NearMiss {

  private NearMiss() {}

  /** The nearest candidate, at most a third of its length and three changes away from the name. */
  public static Optional<String> of(String name, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> distance(name, candidate) <= limit(candidate))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  private static int limit(String candidate) {
    return Math.clamp(candidate.length() / 3, 1, 3);
  }

  /** Number of characters to insert, remove or replace, and of neighbours to swap. */
  private static int distance(String a, String b) {
    var costs = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        costs[i][j] = cost(a, b, i, j, costs);
      }
    }
    return costs[a.length()][b.length()];
  }

  private static int cost(String a, String b, int i, int j, int[][] costs) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    var isSame = a.charAt(i - 1) == b.charAt(j - 1);
    var replaced = costs[i - 1][j - 1] + (isSame ? 0 : 1);
    var best = Math.min(replaced, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
    var isSwap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwap ? Math.min(best, 1 + costs[i - 2][j - 2]) : best;
  }
}
