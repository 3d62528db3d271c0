// SPDX-License-Identifier: Apache-2.0
/**
 * The operator's program. It imports only {@code cli}. Nothing is added here: a new command is a
 * class in {@code cli}, a new feature a package of its own beside it.
 */
@NullMarked
package io.otelop;

import org.jspecify.annotations.NullMarked;
