// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that somebody made for a target allocator and its collectors.
 *
 * @param certificateAuthorityCertificate whom both sides trust
 * @param serverCertificate what the target allocator shows
 * @param clientCertificate what collectors show
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MutualTlsCertificates(
    @Nullable CertificateAuthoritySpec certificateAuthorityCertificate,
    @Nullable CertificateSpec serverCertificate,
    @Nullable CertificateSpec clientCertificate) {}
