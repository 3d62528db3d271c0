// SPDX-License-Identifier: Apache-2.0
/**
 * The feature behind {@code Instrumentation}: agents in other people's pods. This package is its
 * door: others import only from here. Which Instrumentation and which containers is in {@code
 * select}, what a language does to a container in {@code language}, what telemetry says about its
 * source in {@code attributes}, the custom resource on its way in in {@code admission}.
 */
@NullMarked
package io.otelop.instrumentation;

import org.jspecify.annotations.NullMarked;
