// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where a certificate and its private key are kept.
 *
 * @param certificateSecret the certificate, under {@code tls.crt} where no key is given
 * @param keySecret the private key, under {@code tls.key} where no key is given
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateSpec(KeyReference certificateSecret, KeyReference keySecret) {}
