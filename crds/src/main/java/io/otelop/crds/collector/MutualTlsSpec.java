// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How collectors and the target allocator prove to each other who they are.
 *
 * @param enabled whether they do; they do not where it is absent
 * @param useCertManager whether cert-manager makes the certificates; the schema says it does where
 *     it is absent
 * @param tls the certificates, where cert-manager does not make them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MutualTlsSpec(
    @Nullable Boolean enabled,
    @Nullable Boolean useCertManager,
    @Nullable MutualTlsCertificates tls) {}
