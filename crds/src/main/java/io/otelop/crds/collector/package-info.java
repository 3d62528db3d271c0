// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenTelemetryCollector: what a user wrote, field by field, and what the operator answers. It
 * imports the Kubernetes model and nothing else. Every field may be absent unless its type says
 * otherwise; what is then true is decided by the operator, not here.
 */
@NullMarked
package io.otelop.crds.collector;

import org.jspecify.annotations.NullMarked;
