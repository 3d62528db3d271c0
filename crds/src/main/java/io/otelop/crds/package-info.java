// SPDX-License-Identifier: Apache-2.0
/**
 * The API that users write: the custom resources of group {@code opentelemetry.io} and the keys of
 * the annotations and labels that the operator understands. It imports the Kubernetes model and
 * nothing of the operator. A new kind gets a package of its own here and its schema in {@code
 * crds/src/schema/}.
 */
@NullMarked
package io.otelop.crds;

import org.jspecify.annotations.NullMarked;
