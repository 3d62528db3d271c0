// SPDX-License-Identifier: Apache-2.0
/**
 * A small web shop for the demo and the tests; its only telemetry of its own is in {@code Sales}.
 */
@NullMarked
package io.otelop.shop;

import org.jspecify.annotations.NullMarked;
