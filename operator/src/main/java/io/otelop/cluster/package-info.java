// SPDX-License-Identifier: Apache-2.0
/**
 * The cluster, as the operator reads and writes it: owned objects, Events, what the API server can
 * do. With the reconcilers and the wiring it is the only user of a Kubernetes client. A new way to
 * touch the API server goes here; what to write is decided elsewhere.
 */
@NullMarked
package io.otelop.cluster;

import org.jspecify.annotations.NullMarked;
