/**
 * Tests on a real cluster with real pods, real agents and real backends. They expect the operator
 * to be installed and the images to be there, which {@code e2e/run} sees to.
 */
@NullMarked
package io.otelop.e2e;

import org.jspecify.annotations.NullMarked;
