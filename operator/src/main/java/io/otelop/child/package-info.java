// SPDX-License-Identifier: Apache-2.0
/**
 * What the owned objects of all kinds of operands share: the entry of a list of children, and the
 * parts that every child is built from. Pure; it imports naming and the Kubernetes model. A part
 * moves here when a second operand needs it.
 */
@NullMarked
package io.otelop.child;

import org.jspecify.annotations.NullMarked;
