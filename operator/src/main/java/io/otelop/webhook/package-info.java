// SPDX-License-Identifier: Apache-2.0
/**
 * The way from the API server to an answer and back: HTTPS server, certificates, AdmissionReviews,
 * and the webhook configurations that lead here. May import pod, reason, naming, crds and cluster.
 * A new admission is an {@link io.otelop.webhook.Admission} in its feature, a path in the wiring
 * and a row in the list of registered webhooks.
 */
@NullMarked
package io.otelop.webhook;

import org.jspecify.annotations.NullMarked;
