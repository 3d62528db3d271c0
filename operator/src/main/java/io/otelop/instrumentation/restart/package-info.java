// SPDX-License-Identifier: Apache-2.0
/**
 * Which workloads are restarted next, and why the others are not: waves, budgets, windows. Pure;
 * what is read of workloads comes in as {@link io.otelop.instrumentation.restart.WorkloadState},
 * what is to be done goes out as {@link io.otelop.instrumentation.restart.Wave}. Nothing is
 * remembered but what the status says.
 */
@NullMarked
package io.otelop.instrumentation.restart;

import org.jspecify.annotations.NullMarked;
