// SPDX-License-Identifier: Apache-2.0
/**
 * A collector in the version {@code v1alpha1} as one in {@code v1beta1} and back, on JSON trees and
 * without loss. Pure; it imports the config and nothing else of the operator. A field that only one
 * version has needs nothing here, as long as the lists in {@code AlphaFields} are those of its
 * schema; one that both versions spell differently gets its line in both directions.
 */
@NullMarked
package io.otelop.collector.conversion;

import org.jspecify.annotations.NullMarked;
