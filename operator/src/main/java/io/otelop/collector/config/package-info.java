// SPDX-License-Identifier: Apache-2.0
/**
 * The collector's config as a value: defaults, graph check, hash and text. Pure; it imports the
 * component catalogue and the JSON tree, nothing else of the operator. A new check goes into {@code
 * ConfigGraph}, a new default into {@code ConfigDefaults}.
 */
@NullMarked
package io.otelop.collector.config;

import org.jspecify.annotations.NullMarked;
