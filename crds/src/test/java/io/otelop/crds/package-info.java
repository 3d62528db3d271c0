// SPDX-License-Identifier: Apache-2.0
/** The proof that definitions, Java types and samples say the same. */
@NullMarked
package io.otelop.crds;

import org.jspecify.annotations.NullMarked;
