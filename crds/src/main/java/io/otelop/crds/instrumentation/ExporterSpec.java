// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where telemetry goes.
 *
 * @param endpoint URL of an OTLP receiver
 * @param tls used where the section is present
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExporterSpec(@Nullable String endpoint, @Nullable TlsSpec tls) {}
