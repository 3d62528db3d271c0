// SPDX-License-Identifier: Apache-2.0
/**
 * What the operator tells about itself: metrics, probes and log lines. Imports only settings. A new
 * metric is declared where the program is wired and counted where the thing happens.
 */
@NullMarked
package io.otelop.telemetry;

import org.jspecify.annotations.NullMarked;
