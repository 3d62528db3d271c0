// SPDX-License-Identifier: Apache-2.0
/**
 * Target allocators: what is made for a TargetAllocator, what its status says, and what is checked
 * before it is stored. It knows of collectors what their custom resource says and nothing of the
 * feature that makes them.
 */
@NullMarked
package io.otelop.targetallocator;

import org.jspecify.annotations.NullMarked;
