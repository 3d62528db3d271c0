// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.upgrade;

import java.util.function.Consumer;

/**
 * What a collector version changed.
 *
 * @param version that needs it
 * @param edit changes a spec in place; does nothing where it is done already
 */
record Step(String version, Consumer<SpecTree> edit) {}
