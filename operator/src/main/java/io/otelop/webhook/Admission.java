// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

/**
 * Decides about one object on its way into the API server. An implementation answers from memory,
 * changes nothing for a dry run, and may be called by many threads at once; an exception that
 * leaves it is turned into an answer by the server, by the {@link Failure} of its path.
 */
@FunctionalInterface
public interface Admission {

  /** What becomes of the request. */
  AdmissionAnswer answer(AdmissionRequest request);

  /** What a request gets when no answer could be found in time, or none at all. */
  enum Failure {
    /** The object is admitted as it came, with a warning: nothing is ever held back. */
    ALLOW,
    /** The request is refused with a message that says it is the operator's fault. */
    DENY
  }
}
