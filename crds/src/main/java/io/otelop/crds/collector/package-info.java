// SPDX-License-Identifier: Apache-2.0
/** Stub. */
@NullMarked
package io.otelop.crds.collector;

import org.jspecify.annotations.NullMarked;
