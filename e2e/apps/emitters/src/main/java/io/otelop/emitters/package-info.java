// SPDX-License-Identifier: Apache-2.0
/** Programs that send telemetry with the client libraries that applications use. */
@NullMarked
package io.otelop.emitters;

import org.jspecify.annotations.NullMarked;
