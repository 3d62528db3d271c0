// SPDX-License-Identifier: Apache-2.0
/**
 * What each language does to a container, as edits of the pod. Pure. A new language is a class that
 * implements {@code Language}, its line in {@code Languages.ALL}, and its section in the custom
 * resource.
 */
@NullMarked
package io.otelop.instrumentation.language;

import org.jspecify.annotations.NullMarked;
