// SPDX-License-Identifier: Apache-2.0
/**
 * The Instrumentation on its way in, as a tree: what it gets where it says nothing, and what is
 * wrong with it. Pure. A new check is a function in {@code InstrumentationChecks} or beside it.
 */
@NullMarked
package io.otelop.instrumentation.admission;

import org.jspecify.annotations.NullMarked;
