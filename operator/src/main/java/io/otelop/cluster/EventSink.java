// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.reason.Finding;

/** Stub. */
public interface EventSink {
  /** Stub. */
  void send(HasMetadata regarding, Finding finding);
}
