// SPDX-License-Identifier: Apache-2.0
/**
 * The Instrumentation: how agents get into pods. Every field may be absent; what is then true is
 * decided by the operator, not here.
 */
@NullMarked
package io.otelop.crds.instrumentation;

import org.jspecify.annotations.NullMarked;
