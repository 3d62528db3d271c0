// SPDX-License-Identifier: Apache-2.0
/**
 * The objects that a collector owns, one class a family, each a pure function of the effective
 * collector. It imports the Kubernetes model, naming and the config. A new family is a class here
 * and a line in {@code Children}.
 */
@NullMarked
package io.otelop.collector.child;

import org.jspecify.annotations.NullMarked;
