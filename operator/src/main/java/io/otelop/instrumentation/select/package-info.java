// SPDX-License-Identifier: Apache-2.0
/**
 * What a pod asks for: which languages, by which Instrumentation, for which containers, or why not.
 * Pure.
 */
@NullMarked
package io.otelop.instrumentation.select;

import org.jspecify.annotations.NullMarked;
