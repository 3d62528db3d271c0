// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue of the collector's components: which ports, permissions and environment each one
 * needs for given settings. Pure; it imports the Kubernetes model and nothing of the operator. A
 * component is added as one row in {@code Receivers}, {@code Processors}, {@code Exporters} or
 * {@code Extensions}.
 */
@NullMarked
package io.otelop.collector.component;

import org.jspecify.annotations.NullMarked;
