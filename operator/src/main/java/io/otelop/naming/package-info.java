// SPDX-License-Identifier: Apache-2.0
/**
 * Every name that the operator derives or writes: objects, labels, annotations, environment
 * variables. Pure and without imports of the rest. A new derived name is a function here with its
 * test vector.
 */
@NullMarked
package io.otelop.naming;

import org.jspecify.annotations.NullMarked;
