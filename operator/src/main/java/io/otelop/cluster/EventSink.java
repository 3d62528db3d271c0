// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.otelop.reason.Finding;

/**
 * Takes what people should read at an object as an Event. Sending returns at once and never fails:
 * an Event is a courtesy.
 */
@FunctionalInterface
public interface EventSink {

  /**
   * Sends an Event, unless the same was sent a moment ago or there are too many.
   *
   * @param regarding the object that it is shown at; its uid may be unknown
   */
  void send(ObjectReference regarding, Finding finding);

  /** Sends an Event about an object that we have. */
  default void send(HasMetadata regarding, Finding finding) {
    var metadata = regarding.getMetadata();
    send(
        new ObjectReferenceBuilder()
            .withApiVersion(regarding.getApiVersion())
            .withKind(regarding.getKind())
            .withNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .withUid(metadata.getUid())
            .build(),
        finding);
  }
}
