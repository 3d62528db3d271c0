// SPDX-License-Identifier: Apache-2.0
/**
 * The program's commands, one class each. It may import everything; nothing imports it. {@code
 * RunCommand} is the table of contents of the operator: it builds every part by constructor.
 */
@NullMarked
package io.otelop.cli;

import org.jspecify.annotations.NullMarked;
