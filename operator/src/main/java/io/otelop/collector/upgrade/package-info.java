// SPDX-License-Identifier: Apache-2.0
/**
 * What a config of an older collector becomes for a newer one. It imports JSON trees and the
 * config's graph of names, and nothing that acts. A new step is a row at the end of {@code
 * Steps.ALL} and a case in {@code golden/upgrade}.
 */
@NullMarked
package io.otelop.collector.upgrade;

import org.jspecify.annotations.NullMarked;
