// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import io.otelop.reason.Finding;
import java.util.List;

/** What becomes of one container for one thing that was asked for. A pod is never denied. */
public sealed interface Decision {

  /** What was asked for. */
  Subject subject();

  /**
   * What was asked for.
   *
   * @param injection such as {@code java} or {@code sidecar}
   * @param container the container that it is about; empty where it is about the whole pod
   */
  record Subject(String injection, String container) {

    /** Something that was asked of the whole pod. */
    public static Subject ofPod(String injection) {
      return new Subject(injection, "");
    }
  }

  /**
   * The custom resource that says how.
   *
   * @param kind in lower case, such as {@code instrumentation}
   * @param name namespace, name and generation: {@code namespace/name@7}
   * @param content hash of what it says about this injection; empty where nobody compares it
   */
  record Source(String kind, String name, String content) {

    /** A custom resource that running pods are not compared with. */
    public Source(String kind, String name) {
      this(kind, name, "");
    }
  }

  /**
   * The container gets what was asked for.
   *
   * @param edits in the order in which they apply
   * @param remarks what a person should know all the same
   */
  record Injected(Subject subject, Source source, List<PodEdit> edits, List<Finding> remarks)
      implements Decision {

    /** Copies the lists. */
    public Injected {
      edits = List.copyOf(edits);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * The container goes, as was asked for.
   *
   * @param edits in the order in which they apply
   */
  record Removed(Subject subject, List<PodEdit> edits, Finding finding) implements Decision {

    /** Copies the list. */
    public Removed {
      edits = List.copyOf(edits);
    }
  }

  /** The container stays as it is. */
  record Skipped(Subject subject, Finding finding) implements Decision {}
}
