// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows whose columns stand below each other; colours do not count as width. */
final class Table {

  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(List.of(head));
  }

  void row(String... cells) {
    rows.add(Arrays.stream(cells).map(cell -> cell.isEmpty() ? "-" : cell).toList());
  }

  /** Whether there is nothing below the head. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (var i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < row.size(); i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.replaceAll("\u001b\\[[0-9;]*m", "").length();
  }
}
