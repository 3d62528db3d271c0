// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.instrumentation.attributes.CommonEnv;
import io.otelop.instrumentation.language.Contribution.Made;
import io.otelop.instrumentation.language.Contribution.Refused;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Target;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.Decision.Source;
import io.otelop.pod.Decision.Subject;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddEnv;
import java.util.ArrayList;

/** What becomes of one container for one language. */
final class Injection {

  /** The custom resource that says how. */
  static final String SOURCE = "instrumentation";

  private Injection() {}

  static Decision of(Language language, Target target) {
    var subject = new Subject(language.name(), target.container().name());
    return switch (language.contribute(target)) {
      case Refused(var finding) -> new Skipped(subject, finding);
      case Made made -> injected(subject, target, made);
    };
  }

  /** The compatible order: who asks for the same variable first has it. */
  private static Decision injected(Subject subject, Target target, Made made) {
    var into = made.container();
    var instrumentation = target.instrumentation();
    var common = CommonEnv.of(target.facts(), target.container(), into, instrumentation);
    var edits = new ArrayList<PodEdit>(made.parts());
    edits.add(CommonEnv.addresses(into));
    edits.add(new AddEnv(into, target.agent().env()));
    edits.addAll(made.before());
    edits.add(new AddEnv(into, instrumentation.env()));
    edits.addAll(made.after());
    edits.addAll(common.edits());
    var remarks = new ArrayList<>(made.remarks());
    remarks.addAll(common.remarks());
    var source =
        new Source(
            SOURCE,
            instrumentation.fullName() + "@" + instrumentation.generation(),
            instrumentation.contents().getOrDefault(subject.injection(), ""));
    return new Injected(subject, source, edits, remarks);
  }
}
