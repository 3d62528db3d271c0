// SPDX-License-Identifier: Apache-2.0
/**
 * What an OpAMP bridge owns: one class for each family of objects, each a pure function of the
 * bridge after defaults, and the list of them.
 */
@NullMarked
package io.otelop.opampbridge.child;

import org.jspecify.annotations.NullMarked;
