// SPDX-License-Identifier: Apache-2.0
/**
 * The OpAMPBridge: what a user wrote, field by field, and what the operator answers. Every field
 * may be absent unless its type says otherwise; what is then true is decided by the operator, not
 * here.
 */
@NullMarked
package io.otelop.crds.opampbridge;

import org.jspecify.annotations.NullMarked;
