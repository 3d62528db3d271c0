// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

/**
 * A reason with the facts of one case filled in: the only source of condition messages, Events,
 * admission warnings, annotations, metric labels and lines of the command line.
 *
 * @param reason why
 * @param field path of the field or key of the annotation that it is about, such as {@code
 *     spec.config.service.pipelines.traces.receivers}; empty where no single field is to blame
 * @param value what was found there, as the user wrote it; empty where nothing was
 * @param problem what is wrong or what happened, one clause without a full stop
 * @param remedy what would be right, one sentence without a full stop; empty where nothing needs
 *     doing
 */
public record Finding(Reason reason, String field, String value, String problem, String remedy) {

  private static final int MAX_VALUE = 250;

  /** A finding whose remedy is the reason's own. */
  public static Finding of(Reason reason, String field, String value, String problem) {
    return new Finding(reason, field, value, problem, reason.remedy());
  }

  /** The same finding with another remedy. */
  public Finding withRemedy(String better) {
    return new Finding(reason, field, value, problem, better);
  }

  /**
   * The finding as one line for people: field, value, problem and remedy.
   *
   * @return a line without line breaks
   */
  public String sentence() {
    var text = new StringBuilder();
    if (!field.isEmpty()) {
      text.append(field).append(": ");
    }
    if (!value.isEmpty()) {
      text.append('"').append(shown(value)).append("\" ");
    }
    text.append(problem);
    if (!remedy.isEmpty()) {
      text.append("; ").append(remedy);
    }
    return text.toString().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  /** Some values are as long as an annotation may be. */
  private static String shown(String value) {
    return value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "..." : value;
  }
}
