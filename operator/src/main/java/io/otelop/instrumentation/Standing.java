// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.reason.Finding;
import java.util.List;

/** How a running pod stands to what it asks for in one language, as of today. */
public sealed interface Standing {

  /** What it asks for, or got once. */
  String language();

  /** Full names of the Instrumentations that it means; several where it is not clear which one. */
  List<String> sources();

  /** It has what today's Instrumentation would give it, or the agent of somebody else. */
  record Instrumented(String language, List<String> sources) implements Standing {

    /** Copies the list. */
    public Instrumented {
      sources = List.copyOf(sources);
    }
  }

  /** It has what an older Instrumentation gave, or what nobody asks for any longer. */
  record Outdated(String language, List<String> sources) implements Standing {

    /** Copies the list. */
    public Outdated {
      sources = List.copyOf(sources);
    }
  }

  /** It has nothing, and would get it if it were made today. */
  record Missed(String language, List<String> sources) implements Standing {

    /** Copies the list. */
    public Missed {
      sources = List.copyOf(sources);
    }
  }

  /** It has nothing, and would get nothing today. */
  record Failed(String language, List<String> sources, Finding finding) implements Standing {

    /** Copies the list. */
    public Failed {
      sources = List.copyOf(sources);
    }
  }

  /** Its metadata does not tell: its containers must be looked at. */
  record Unclear(String language, List<String> sources) implements Standing {

    /** Copies the list. */
    public Unclear {
      sources = List.copyOf(sources);
    }
  }
}
