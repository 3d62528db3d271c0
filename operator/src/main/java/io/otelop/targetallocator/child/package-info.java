// SPDX-License-Identifier: Apache-2.0
/**
 * What a target allocator owns: one class for each family of objects, each a pure function of the
 * target allocator after defaults, and the list of them.
 */
@NullMarked
package io.otelop.targetallocator.child;

import org.jspecify.annotations.NullMarked;
