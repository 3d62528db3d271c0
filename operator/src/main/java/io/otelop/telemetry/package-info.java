// SPDX-License-Identifier: Apache-2.0
/**
 * What the operator tells about itself: metrics, spans, probes and log lines. Imports only
 * settings, names, the hooks of the frameworks that it watches and, it alone, the OpenTelemetry
 * SDK. A new metric is declared where the program is wired and counted where the thing happens.
 */
@NullMarked
package io.otelop.telemetry;

import org.jspecify.annotations.NullMarked;
