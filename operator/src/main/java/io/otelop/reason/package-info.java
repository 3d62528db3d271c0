// SPDX-License-Identifier: Apache-2.0
/**
 * What the operator says to people and why: a reason is a closed, published code, a finding is a
 * reason in one case. Imports only the Kubernetes model. Each feature adds its reasons as an enum
 * in its own package.
 */
@NullMarked
package io.otelop.reason;

import org.jspecify.annotations.NullMarked;
