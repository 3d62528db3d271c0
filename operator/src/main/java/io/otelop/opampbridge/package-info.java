// SPDX-License-Identifier: Apache-2.0
/**
 * OpAMP bridges: what is made for an OpAMPBridge, what its status says, and what is checked before
 * it is stored. Headers may be secrets: no condition, Event, warning or log has one.
 */
@NullMarked
package io.otelop.opampbridge;

import org.jspecify.annotations.NullMarked;
