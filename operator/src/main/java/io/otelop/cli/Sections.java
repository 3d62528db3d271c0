// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.cli.WorkloadExplanation.Note;
import io.otelop.reason.Severity;
import java.util.List;

/** Parts of a text for people: a title, and what belongs to it below. */
final class Sections {

  private Sections() {}

  /** Adds a part, unless nothing belongs to it. */
  static void add(String title, List<String> entries, List<String> lines) {
    if (!entries.isEmpty()) {
      lines.add(title + ":");
      entries.forEach(entry -> lines.add("  " + entry));
    }
  }

  /** Reasons, each with its sentence. */
  static List<String> notes(List<Note> notes, Terminal terminal) {
    return notes.stream().map(note -> note(note, terminal)).toList();
  }

  /** A reason with its sentence. */
  static String note(Note note, Terminal terminal) {
    var code = terminal.coloured(Severity.valueOf(note.severity()), note.reason());
    return code + ": " + note.message();
  }
}
