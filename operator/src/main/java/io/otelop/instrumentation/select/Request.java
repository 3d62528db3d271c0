// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Languages;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * A language that a pod, or its namespace for it, asks for. Rules: instrumentation.md 2.1, 2.2.
 *
 * @param value of the annotation: {@code true}, or an Instrumentation's name
 */
public record Request(Language language, String value) {

  /** All that a pod asks for, in the order in which languages are injected. */
  public static List<Request> of(PodFacts facts) {
    var requests = new ArrayList<Request>();
    for (var language : Languages.ALL) {
      var value = facts.merged(language.keys().inject());
      if (!value.isEmpty() && !value.equalsIgnoreCase("false")) {
        requests.add(new Request(language, value));
      }
    }
    return requests;
  }

  /** Whether any Instrumentation of the pod's namespace will do. */
  boolean isForAny() {
    return value.equalsIgnoreCase("true");
  }

  /** Something about the annotation that asks. */
  public Finding finding(InstrumentationReason reason, String problem) {
    return Finding.of(reason, language.keys().inject(), value, problem);
  }
}
