// SPDX-License-Identifier: Apache-2.0
/**
 * The TargetAllocator: what a user wrote, field by field, and what the operator answers. Parts that
 * the target allocator inside a collector has too are that one's. Every field may be absent unless
 * its type says otherwise; what is then true is decided by the operator, not here.
 */
@NullMarked
package io.otelop.crds.targetallocator;

import org.jspecify.annotations.NullMarked;
