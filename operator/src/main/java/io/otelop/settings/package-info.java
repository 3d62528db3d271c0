// SPDX-License-Identifier: Apache-2.0
/**
 * What a person can set about the operator: by flag, by environment, by file, with its default.
 * Imports only reason; the caller hands in arguments, environment and a reader of files. A new
 * setting is one constant in the group it belongs to and its line in that group's list.
 */
@NullMarked
package io.otelop.settings;

import org.jspecify.annotations.NullMarked;
