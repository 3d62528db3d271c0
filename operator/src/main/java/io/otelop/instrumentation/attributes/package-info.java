// SPDX-License-Identifier: Apache-2.0
/**
 * What telemetry says about its source and where it goes: the variables that every SDK reads. Pure.
 * A new variable of all languages is a line in {@code CommonEnv}, a new attribute one in {@code
 * ResourceAttributes}.
 */
@NullMarked
package io.otelop.instrumentation.attributes;

import org.jspecify.annotations.NullMarked;
